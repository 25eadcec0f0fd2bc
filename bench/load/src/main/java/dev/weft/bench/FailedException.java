package dev.weft.bench;

/// A system, or a part of the bench, does not do what is asked of it. The table says so and the
/// others go on.
final class FailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  FailedException(String reason) {
    super(reason);
  }

  FailedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
