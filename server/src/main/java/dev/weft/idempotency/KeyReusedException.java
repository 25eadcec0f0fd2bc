package dev.weft.idempotency;

/// The key belongs to another request.
public final class KeyReusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyReusedException() {
    super("the idempotency key was sent before with another request", null, false, false);
  }
}
