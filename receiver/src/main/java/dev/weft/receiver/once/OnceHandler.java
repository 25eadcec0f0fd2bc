package dev.weft.receiver.once;

import dev.weft.receiver.Reception.Accepted;

/// Does what the app does with a callback, unless it was done before.
@FunctionalInterface
public interface OnceHandler {

  /// Never called twice at a time for the same thread or the same callback in one process.
  Handled handle(Accepted accepted) throws Exception;

  /// Whether this attempt was the one that did it; the sender gets its 200 either way.
  enum Handled {
    NOW,
    BEFORE
  }

  /// Remembers the last few thousand callbacks in memory: enough against a sender's retries, and
  /// forgotten when the process ends.
  static OnceHandler inMemory(CallbackHandler handler) {
    return remembering(new BoundedSeenCallbacks(BoundedSeenCallbacks.CAPACITY), handler);
  }

  /// Remembers a callback after it was handled: if the process dies between the two, it is handled
  /// again. Only a store that commits with the app's own work closes that gap; see
  /// `dev.weft.receiver.jdbc`.
  static OnceHandler remembering(SeenCallbacks seen, CallbackHandler handler) {
    return accepted -> {
      if (seen.contains(accepted.key())) {
        return Handled.BEFORE;
      }
      handler.handle(accepted);
      seen.add(accepted.key());
      return Handled.NOW;
    };
  }
}
