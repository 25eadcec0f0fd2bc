package dev.weft.web.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Watches the time of every connection of one event loop: one look at all of them each second
/// costs less than a timer for each. Used by that event loop alone.
final class LoopWatch {

  private final List<Watched> watched = new ArrayList<>();
  private long now = System.nanoTime();

  /// The time of the last look: good enough for whatever is measured in seconds.
  long now() {
    return now;
  }

  void add(Watched connection) {
    connection.slot(watched.size());
    watched.add(connection);
  }

  void remove(Watched connection) {
    int slot = connection.slot();
    if (slot >= 0) {
      Watched last = watched.removeLast();
      if (!last.equals(connection)) {
        watched.set(slot, last);
        last.slot(slot);
      }
      connection.slot(-1);
    }
  }

  void tick() {
    now = System.nanoTime();
    // A copy, because a connection that is closed goes away from the list at once.
    for (Watched connection : List.copyOf(watched)) {
      connection.tick(now);
    }
  }

  /// Closes those that have waited longest for a request, at most `most`.
  void closeIdle(int most) {
    long at = System.nanoTime();
    watched.stream()
        .filter(connection -> connection.idleNanos(at) >= 0)
        .sorted(Comparator.comparingLong(connection -> -connection.idleNanos(at)))
        .limit(most)
        .toList()
        .forEach(Watched::goAway);
  }

  /// Asks all of them to end.
  void goAway() {
    List.copyOf(watched).forEach(Watched::goAway);
  }
}
