package dev.weft.app;

/// Too many log in at this moment; nothing was checked. It is an answer, not a fault: it has no
/// stack trace.
public final class LoginsBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginsBusyException() {
    super("too many log in at this moment", null, false, false);
  }
}
