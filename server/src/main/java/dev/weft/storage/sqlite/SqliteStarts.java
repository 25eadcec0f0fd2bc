package dev.weft.storage.sqlite;

import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.locks.LockSupport;

/// Counts in a SQLite file how often a server has started on it, and gives it a number of its own
/// at the first start.
public final class SqliteStarts {

  /// Somebody else may be at a checkpoint, or read: each is over soon.
  private static final int ATTEMPTS = 500;

  private static final long PAUSE_NANOS = 10_000_000;

  private SqliteStarts() {}

  /// Counts one start, and moves that into the file itself, past the write-ahead log.
  ///
  /// @param file with its schema up to date
  /// @return what the file says then; while somebody else reads, perhaps still what it said before
  /// @throws StoreFailedException if it cannot be written
  public static SqliteHeader count(Path file) {
    try (Sql sql = new SqliteDatabase(file).openCheckpointer()) {
      long installation = sql.one("PRAGMA application_id", row -> row.number(1)).orElse(0L);
      long starts = sql.one("PRAGMA user_version", row -> row.number(1)).orElse(0L);
      if (installation == 0) {
        sql.update("PRAGMA application_id = " + new SecureRandom().nextInt(1, Integer.MAX_VALUE));
      }
      sql.update("PRAGMA user_version = " + (starts + 1) % Integer.MAX_VALUE);
      moveLog(sql);
      return SqliteHeader.read(file).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void moveLog(Sql sql) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long busy = sql.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.number(1)).orElse(0L);
      if (busy == 0) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
