package dev.weft.outbound;

import java.net.UnknownHostException;

/// A name was not looked up: too many look-ups hang already. It says nothing about the name.
public final class LookUpNotMadeException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  LookUpNotMadeException(String message) {
    super(message);
  }
}
