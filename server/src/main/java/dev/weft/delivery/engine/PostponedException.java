package dev.weft.delivery.engine;

/// An attempt was not made, for a reason that says nothing about the endpoint. It is no attempt: it
/// counts for nothing, and the lane tries again in a moment.
final class PostponedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PostponedException(String reason) {
    super(reason, null, false, false);
  }
}
