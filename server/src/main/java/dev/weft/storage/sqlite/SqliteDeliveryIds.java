package dev.weft.storage.sqlite;

import dev.weft.storage.sql.Sql;

/// Numbers the deliveries of a SQLite file. The one thread that writes knows the newest, so that it
/// need not ask for the number of each row that it inserts.
public final class SqliteDeliveryIds {

  private static final long UNKNOWN = -1;

  private long newest = UNKNOWN;

  /// The number of the next delivery. One whose transaction fails leaves a gap.
  ///
  /// @param sql of the writer
  long next(Sql sql) {
    if (newest == UNKNOWN) {
      newest = sql.one("SELECT max(id) FROM deliveries", row -> row.number(1)).orElse(0L);
    }
    newest++;
    return newest;
  }
}
