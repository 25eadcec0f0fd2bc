package dev.weft.storage.postgres;

import dev.weft.storage.sql.Sql;

/// Up to which number every callback is there that ever will be.
///
/// A unit of work takes a number from the sequence and commits it later, perhaps after a larger
/// one. So before it takes its first it says, by a shared lock that waits for nobody, which number
/// the sequence had come to: its own will be larger. Locks are seen by everybody at once, unlike
/// rows, and go when the unit is over and its rows are to be seen. Who asks looks at the sequence
/// first and then at the locks; whatever he reads in a later snapshot is complete up to the
/// smallest of both.
final class PostgresPositions {

  /// Negative: the other locks of ours have positive numbers.
  private static final String OPEN =
      "SELECT pg_advisory_xact_lock_shared("
          + "-1 - CASE WHEN is_called THEN last_value ELSE 0 END) FROM deliveries_id_seq";

  private static final String LAST =
      "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM deliveries_id_seq";

  private static final String SMALLEST_OPEN =
      "SELECT coalesce(min(-1 - ((classid::bigint << 32) | objid::bigint)), ?::bigint)"
          + " FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
          + " AND classid::bigint >= 2147483648"
          + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

  private PostgresPositions() {}

  /// Says that this unit of work is going to take numbers.
  static void open(Sql sql) {
    sql.writeOnce(OPEN);
  }

  /// The largest number up to which a snapshot that is taken from now on is complete.
  static long safe(Sql sql) {
    long last = sql.one(LAST, row -> row.number(1)).orElse(0L);
    return Math.min(last, sql.one(SMALLEST_OPEN, row -> row.number(1), last).orElse(last));
  }
}
