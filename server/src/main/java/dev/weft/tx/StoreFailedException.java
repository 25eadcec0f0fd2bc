package dev.weft.tx;

/// The store could not do what was asked: a full disk, an I/O error, a lost connection. Nothing
/// that was asked for is durable, unless it is [#isInDoubt].
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean inDoubt;

  public StoreFailedException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreFailedException(String message, Throwable cause, boolean inDoubt) {
    super(message, cause);
    this.inDoubt = inDoubt;
  }

  /// The store failed while it made the work durable: it may turn out to be.
  public static StoreFailedException inDoubt(String message, Throwable cause) {
    return new StoreFailedException(message, cause, true);
  }

  /// Whether what was asked for may be found durable after a restart. Nobody has seen it until
  /// then.
  public boolean isInDoubt() {
    return inDoubt;
  }
}
