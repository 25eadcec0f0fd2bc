package dev.weft.receiver.once;

import dev.weft.receiver.CallbackKey;
import java.util.LinkedHashSet;
import java.util.Set;

/// Remembers the newest callbacks in memory and forgets the oldest.
public final class BoundedSeenCallbacks implements SeenCallbacks {

  /// At a hundred callbacks a second, the ten minutes in which most retries come; some ten MB.
  public static final int CAPACITY = 60_000;

  private final int capacity;
  private final Set<CallbackKey> keys = new LinkedHashSet<>();

  public BoundedSeenCallbacks(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized boolean contains(CallbackKey key) {
    return keys.contains(key);
  }

  @Override
  public synchronized void add(CallbackKey key) {
    keys.add(key);
    if (keys.size() > capacity) {
      keys.remove(keys.iterator().next());
    }
  }
}
