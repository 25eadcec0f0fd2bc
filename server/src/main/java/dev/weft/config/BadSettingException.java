package dev.weft.config;

/// A setting that cannot be used. The message is one sentence that says what to do.
public final class BadSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadSettingException(String message) {
    super(message);
  }
}
