package dev.weft.web.http.websocket;

/// What a message of a client asks for, read and not yet done.
///
/// @param mayWait whether doing it may have to wait for something else, as a commit. Such work is
///   done one after another; what came later and need not wait is done meanwhile, by another thread
/// @param task does it, on a virtual thread; may block, and closes the connection with 1011 if it
///   throws
public record WebSocketWork(boolean mayWait, Runnable task) {

  /// Work that overtakes what may wait.
  public static WebSocketWork atOnce(Runnable task) {
    return new WebSocketWork(false, task);
  }

  /// Work that may have to wait.
  public static WebSocketWork mayWait(Runnable task) {
    return new WebSocketWork(true, task);
  }
}
