package dev.weft.delivery.engine;

/// An attempt was not made after all: its partition is not held any more, or nobody can be sure.
final class WithheldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WithheldException() {
    super("withheld: the partition is not held", null, false, false);
  }
}
