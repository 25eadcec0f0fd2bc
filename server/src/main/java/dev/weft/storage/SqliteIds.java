package dev.weft.storage;

import dev.weft.tx.Snapshot;

/// Knows the newest id in use, so that a clock that was set back does not give an id twice.
public final class SqliteIds {

  /// The largest id of a message, thread or group; 0 in a new store. An app may give its groups ids
  /// of its own, but none that is still to be made.
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT max(coalesce((SELECT max(id) FROM messages), 0),"
                + " coalesce((SELECT max(id) FROM threads), 0),"
                + " coalesce((SELECT max(id) FROM chat_groups), 0))",
            row -> row.number(1))
        .orElse(0L);
  }
}
