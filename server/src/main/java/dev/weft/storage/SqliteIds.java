package dev.weft.storage;

import dev.weft.tx.Snapshot;

/// Knows the newest id in use, so that a clock that was set back does not give an id twice.
public final class SqliteIds {

  /// The largest id of a message or thread; 0 in a new store. Groups do not count: an app may have
  /// given them ids of its own.
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT max(coalesce((SELECT max(id) FROM messages), 0),"
                + " coalesce((SELECT max(id) FROM threads), 0))",
            row -> row.number(1))
        .orElse(0L);
  }
}
