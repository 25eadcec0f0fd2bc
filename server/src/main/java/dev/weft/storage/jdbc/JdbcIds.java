package dev.weft.storage.jdbc;

import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;

/// Knows the newest id in use, so that a clock that was set back does not give an id twice.
public final class JdbcIds {

  /// The smallest number of 16 digits.
  private static final long LONGER = 1_000_000_000_000_000L;

  /// The largest id of a message, thread, group or session that has not ended; 0 in a new store. An
  /// app may give its groups ids of its own, but none that is still to be made.
  public long newest(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT max(id) FROM (SELECT max(id) AS id FROM messages"
                + " UNION ALL SELECT max(id) FROM threads"
                + " UNION ALL SELECT max(id) FROM chat_groups"
                + " UNION ALL SELECT max(login) FROM devices WHERE node IS NOT NULL) AS newest",
            row -> row.number(1))
        .filter(id -> id > 0)
        .orElse(0L);
  }

  /// The largest id of a conversation with at most 15 digits; 0 if there is none. Longer ones are
  /// from before, or an app's own.
  public long newestConversation(Snapshot snapshot) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT max(id) FROM (SELECT max(id) AS id FROM threads WHERE id < ?"
                + " UNION ALL SELECT max(id) FROM pairs"
                + " UNION ALL SELECT max(id) FROM chat_groups WHERE id < ?) AS newest",
            row -> row.number(1),
            LONGER,
            LONGER)
        .filter(id -> id > 0)
        .orElse(0L);
  }
}
