package dev.weft.delivery.lane;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who waits for which moment. Each has one timer at most.
final class TimerQueue<T extends TimerQueue.Timed> {

  private final TreeSet<T> entries =
      new TreeSet<>(comparing(Timed::wakeAt).thenComparingLong(Timed::number));

  /// Something that may wait for a moment.
  abstract static class Timed {

    private final long number;
    private Instant wakeAt = Instant.MAX;

    /// @param number tells apart what waits for the same moment
    Timed(long number) {
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

  void set(T timed, Instant time) {
    cancel(timed);
    setTime(timed, time);
    entries.add(timed);
  }

  void cancel(T timed) {
    // Not asked of the set when it cannot be there: most lanes never wait.
    if (!timed.wakeAt().equals(Instant.MAX)) {
      entries.remove(timed);
      setTime(timed, Instant.MAX);
    }
  }

  private void setTime(Timed timed, Instant time) {
    timed.wakeAt = time;
  }

  /// Takes out one whose moment has come; null if there is none.
  @Nullable T pollDue(Instant now) {
    if (entries.isEmpty() || entries.first().wakeAt().isAfter(now)) {
      return null;
    }
    T due = entries.first();
    cancel(due);
    return due;
  }

  /// The earliest timer; the end of time if nobody waits.
  Instant earliest() {
    return entries.isEmpty() ? Instant.MAX : entries.first().wakeAt();
  }
}
