package dev.weft.receiver.once;

import dev.weft.receiver.CallbackKey;

/// Remembers which callbacks were handled. Implementations are safe for many threads.
public interface SeenCallbacks {

  boolean contains(CallbackKey key);

  void add(CallbackKey key);
}
