package dev.weft.receiver.once;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Runs what belongs to one thread one after the other, in order of arrival, and what belongs to
/// different threads side by side. A lane exists only while somebody is in it.
public final class Lanes {

  /// Vendors give up after ten seconds; the answer has to be on its way before.
  public static final Duration WAIT = Duration.ofSeconds(8);

  /// The one in front took too long; the sender should come back.
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException(String lane) {
      super("lane " + lane + " is busy");
    }
  }

  private static final class Lane {
    final ReentrantLock lock = new ReentrantLock(true);

    /// Those inside and those waiting; guarded by the map's own lock on the key.
    int users;
  }

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final Duration wait;

  public Lanes(Duration wait) {
    this.wait = wait;
  }

  public <T> T call(String name, Callable<T> work) throws Exception {
    Lane lane = enter(name);
    try {
      if (!lane.lock.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BusyException(name);
      }
      try {
        return work.call();
      } finally {
        lane.lock.unlock();
      }
    } finally {
      leave(name);
    }
  }

  private Lane enter(String name) {
    return lanes.compute(
        name,
        (key, existing) -> {
          Lane lane = existing == null ? new Lane() : existing;
          lane.users++;
          return lane;
        });
  }

  private void leave(String name) {
    lanes.computeIfPresent(name, (key, lane) -> lastOneLeaves(lane) ? null : lane);
  }

  private static boolean lastOneLeaves(Lane lane) {
    lane.users--;
    return lane.users == 0;
  }

  /// How many lanes somebody is in.
  public int size() {
    return lanes.size();
  }
}
