package dev.weft.receiver.pull;

import java.io.IOException;

/// What answered is no Weft server: a proxy's page, or another program on the port.
public final class NotJsonException extends IOException {

  private static final long serialVersionUID = 1;

  NotJsonException(String method, String path) {
    super("the answer to " + method + " " + path + " is not JSON: is this a Weft server?");
  }
}
