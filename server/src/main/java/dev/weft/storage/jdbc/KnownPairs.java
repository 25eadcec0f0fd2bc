package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The numbers of pairs that are durable: they never change, so that a message need not look one up
/// again.
final class KnownPairs {

  /// Some 3 MB.
  private static final int MAX = 16_384;

  /// @param high empty for the inbox of `low`
  record Names(AppId app, String low, String high) {}

  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Names, Long> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Names, Long> eldest) {
          return size() > MAX;
        }
      };

  @Nullable Long find(Names names) {
    lock.lock();
    try {
      return known.get(names);
    } finally {
      lock.unlock();
    }
  }

  void keep(Names names, long id) {
    lock.lock();
    try {
      Long _ = known.put(names, id);
    } finally {
      lock.unlock();
    }
  }
}
