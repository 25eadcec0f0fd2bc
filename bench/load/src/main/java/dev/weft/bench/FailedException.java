package dev.weft.bench;

/// A system, or a part of the bench, does not do what is asked of it. The table says so and the
/// others go on.
public final class FailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FailedException(String reason) {
    super(reason);
  }

  public FailedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
