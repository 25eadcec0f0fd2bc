package dev.weft.delivery.lane;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who waits for which moment. Each sleeper has one alarm at most.
final class TimerQueue<T extends TimerQueue.Sleeper> {

  private final TreeSet<T> sleepers =
      new TreeSet<>(comparing(Sleeper::wakeAt).thenComparingLong(Sleeper::number));

  /// Something that may wait for a moment.
  abstract static class Sleeper {

    private final long number;
    private Instant wakeAt = Instant.MAX;

    /// @param number tells apart what waits for the same moment
    Sleeper(long number) {
      this.number = number;
    }

    final long number() {
      return number;
    }

    /// The end of time when it does not wait.
    final Instant wakeAt() {
      return wakeAt;
    }
  }

  void set(T sleeper, Instant time) {
    cancel(sleeper);
    setTime(sleeper, time);
    sleepers.add(sleeper);
  }

  void cancel(T sleeper) {
    // Not asked of the set when it cannot be there: most lanes never wait.
    if (!sleeper.wakeAt().equals(Instant.MAX)) {
      sleepers.remove(sleeper);
      setTime(sleeper, Instant.MAX);
    }
  }

  private void setTime(Sleeper sleeper, Instant time) {
    sleeper.wakeAt = time;
  }

  /// Takes out one whose moment has come; null if there is none.
  @Nullable T pollDue(Instant now) {
    if (sleepers.isEmpty() || sleepers.first().wakeAt().isAfter(now)) {
      return null;
    }
    T due = sleepers.first();
    cancel(due);
    return due;
  }

  /// The earliest alarm; the end of time if nobody waits.
  Instant earliest() {
    return sleepers.isEmpty() ? Instant.MAX : sleepers.first().wakeAt();
  }
}
