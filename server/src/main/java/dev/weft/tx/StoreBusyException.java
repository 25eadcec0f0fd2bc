package dev.weft.tx;

/// More work is waiting for the store than its queue may hold. Nothing was written; try again
/// later.
public final class StoreBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param waiting how many units of work were waiting already
  public StoreBusyException(int waiting) {
    super("the store is busy: " + waiting + " units of work are waiting");
  }
}
