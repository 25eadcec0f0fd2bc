package dev.weft.storage.jdbc.delivery;

import dev.weft.storage.sql.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where in the deliveries a time is. Ids grow with time, so it is found by halving, without an
/// index that every callback would pay for.
final class DeliveryTimes {

  /// Ids and times disagree a little: a thread's time never goes back, the clock may.
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final Sql sql;

  DeliveryTimes(Sql sql) {
    this.sql = sql;
  }

  /// One more than the largest id.
  long end() {
    return sql.one("SELECT max(id) FROM deliveries", row -> row.number(1)).orElse(0L) + 1;
  }

  /// An id at or before the first delivery of `time` or later.
  long startOf(Instant time) {
    return firstNotBefore(time.minus(SLACK));
  }

  /// An id after the last delivery from before `time`.
  long endOf(Instant time) {
    return firstNotBefore(time.plus(SLACK));
  }

  private long firstNotBefore(Instant time) {
    long low = 1;
    long high = end();
    while (low < high) {
      long middle = low + (high - low) / 2;
      Optional<Probe> probe = probe(middle, high);
      if (probe.isPresent() && probe.get().created().isBefore(time)) {
        low = probe.get().id() + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private record Probe(long id, Instant created) {}

  /// The first delivery at or after an id. A replay has the time of what it repeats, not its own.
  private Optional<Probe> probe(long from, long before) {
    return sql.one(
        "SELECT id, created FROM deliveries WHERE id >= ? AND id < ? AND kind <> 1"
            + " ORDER BY id LIMIT 1",
        row -> new Probe(row.number(1), row.time(2)),
        from,
        before);
  }
}
