package dev.weft.outbound;

import java.io.IOException;

/// A callback URL leads to an address that callbacks must not reach.
public final class ForbiddenAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  ForbiddenAddressException(String sentence) {
    super(sentence);
  }
}
