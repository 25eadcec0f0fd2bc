package dev.weft.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A semaphore that is fair to owners: a bounded number of places, given to owners in turn, and to
/// the callers of one owner in the order in which they came. One owner never has all places, if
/// there are several. Safe for use by several threads.
public final class FairPlaces {

  /// The part of the places that one owner leaves to others: a quarter, and one at least.
  private static final int PART_LEFT = 4;

  /// How asking for a place ends.
  public enum Entry {
    /// It was taken, and must be given back with [FairPlaces#leave].
    TAKEN,
    /// Too many wait, and nobody has more of them than this owner.
    CROWDED,
    /// There was no place in time.
    LATE
  }

  private enum State {
    WAITS,
    SERVED,
    DROPPED
  }

  private final int perOwner;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue<Waiter> waiting;
  private final Map<Object, Integer> taken = new HashMap<>();
  private int free;

  private final class Waiter {
    private final Object owner;
    private final Condition told = lock.newCondition();
    private State state = State.WAITS;

    Waiter(Object owner) {
      this.owner = owner;
    }

    private void becomes(State next) {
      state = next;
      told.signal();
    }
  }

  /// @param places of all owners together
  /// @param mostWaiting callers of all owners that may wait; see [FairQueue] for who is refused
  public FairPlaces(int places, int mostWaiting) {
    this.free = places;
    this.perOwner = Math.max(1, places - Math.max(1, places / PART_LEFT));
    this.waiting = new FairQueue<>(mostWaiting);
  }

  /// Waits for a place.
  ///
  /// @param within the longest that is waited
  public Entry enter(Object owner, Duration within) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (free > 0 && mayHave(owner) && waiting.size() == 0) {
        take(owner);
        return Entry.TAKEN;
      }
      Waiter waiter = new Waiter(owner);
      @Nullable Waiter dropped = waiting.offer(owner, waiter);
      if (dropped != null) {
        dropped.becomes(State.DROPPED);
      }
      serve();
      return outcome(waiter, within);
    } finally {
      lock.unlock();
    }
  }

  private Entry outcome(Waiter waiter, Duration within) throws InterruptedException {
    long left = within.toNanos();
    try {
      while (waiter.state == State.WAITS && left > 0) {
        left = waiter.told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      if (waiter.state == State.SERVED) {
        giveBack(waiter.owner);
      } else {
        boolean _ = waiting.remove(waiter.owner, waiter);
      }
      throw e;
    }
    return switch (waiter.state) {
      case SERVED -> Entry.TAKEN;
      case DROPPED -> Entry.CROWDED;
      case WAITS -> {
        boolean _ = waiting.remove(waiter.owner, waiter);
        yield Entry.LATE;
      }
    };
  }

  /// Gives a place back.
  public void leave(Object owner) {
    lock.lock();
    try {
      giveBack(owner);
    } finally {
      lock.unlock();
    }
  }

  /// Callers that wait.
  public int waiting() {
    return waiting.size();
  }

  private boolean mayHave(Object owner) {
    return taken.getOrDefault(owner, 0) < perOwner;
  }

  private void take(Object owner) {
    free--;
    taken.merge(owner, 1, Integer::sum);
  }

  private void giveBack(Object owner) {
    free++;
    taken.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
    serve();
  }

  private void serve() {
    while (free > 0) {
      @Nullable Waiter next = waiting.poll(this::mayHave);
      if (next == null) {
        return;
      }
      take(next.owner);
      next.becomes(State.SERVED);
    }
  }
}
