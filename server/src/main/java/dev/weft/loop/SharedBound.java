package dev.weft.loop;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Bulkhead: so many of something at one time for all, and only a part of them for one owner, so
/// that nobody can use up what all share. Safe for use by several threads.
public final class SharedBound {

  /// How asking for one more ends.
  public enum Entry {
    /// It was taken, and must be given back with [SharedBound#leave].
    TAKEN,
    /// The owner has as many as one may have.
    SHARE_USED_UP,
    /// All of them are taken.
    FULL
  }

  private final int perOwner;
  private final int total;
  private final AtomicInteger taken = new AtomicInteger();
  private final ConcurrentMap<Object, Integer> byOwner = new ConcurrentHashMap<>();

  /// @param total of all owners together
  /// @param perOwner of one owner
  public SharedBound(int total, int perOwner) {
    this.total = total;
    this.perOwner = perOwner;
  }

  /// What one owner may have at one time.
  public int perOwner() {
    return perOwner;
  }

  /// Takes one more for `owner`, if there is one.
  public Entry enter(Object owner) {
    boolean[] fits = new boolean[1];
    byOwner.compute(
        owner,
        (_, before) -> {
          int now = before == null ? 1 : before + 1;
          fits[0] = now <= perOwner;
          return fits[0] ? Integer.valueOf(now) : before;
        });
    if (!fits[0]) {
      return Entry.SHARE_USED_UP;
    }
    if (taken.incrementAndGet() > total) {
      leave(owner);
      return Entry.FULL;
    }
    return Entry.TAKEN;
  }

  /// Gives one back.
  public void leave(Object owner) {
    byOwner.computeIfPresent(owner, (_, before) -> before == 1 ? null : before - 1);
    taken.decrementAndGet();
  }

  /// How many are taken.
  public int taken() {
    return taken.get();
  }
}
