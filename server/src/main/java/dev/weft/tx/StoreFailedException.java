package dev.weft.tx;

/// The store could not do what was asked: a full disk, an I/O error, a lost connection. Nothing
/// that was asked for is durable, unless the message says that this is not known.
public final class StoreFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
