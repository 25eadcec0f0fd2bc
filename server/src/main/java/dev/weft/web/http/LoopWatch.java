package dev.weft.web.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the time of every connection of one event loop: one look at all of them each second
/// costs less than a timer for each. All but the time is used by that event loop alone.
final class LoopWatch {

  private static final Logger log = LoggerFactory.getLogger(LoopWatch.class);

  private final List<Watched> watched = new ArrayList<>();
  private volatile long now = System.nanoTime();

  /// The time of the last look: good enough for whatever is measured in seconds. Any thread may ask
  /// for it.
  long now() {
    return now;
  }

  void add(Watched connection) {
    connection.index(watched.size());
    watched.add(connection);
  }

  void remove(Watched connection) {
    int index = connection.index();
    if (index >= 0) {
      Watched last = watched.removeLast();
      if (!last.equals(connection)) {
        watched.set(index, last);
        last.index(index);
      }
      connection.index(-1);
    }
  }

  void tick() {
    now = System.nanoTime();
    // A copy, because a connection that is closed goes away from the list at once.
    for (Watched connection : List.copyOf(watched)) {
      try {
        connection.tick(now);
      } catch (RuntimeException | Error e) {
        // Otherwise the event loop would look at none of them ever again.
        log.error("looking at a connection failed, going on with the next", e);
      }
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
