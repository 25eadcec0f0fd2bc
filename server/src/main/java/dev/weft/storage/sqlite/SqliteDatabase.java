package dev.weft.storage.sqlite;

import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreFailedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// Opens connections to one SQLite file, each with the settings its use needs.
final class SqliteDatabase {

  /// How long a statement waits for a lock another connection or process holds.
  private static final int BUSY_TIMEOUT_MS = 10_000;

  /// Between two attempts to open a file that is busy.
  private static final long PAUSE_NANOS = 10_000_000;

  /// Pages in memory for the writer: 64 MB holds the hot ends of tables and indexes.
  private static final int WRITER_CACHE_KB = 64 * 1024;

  private final Path file;

  SqliteDatabase(Path file) {
    this.file = file;
  }

  /// The connection that writes. A commit returns after fsync; checkpoints happen elsewhere.
  Sql openWriter() {
    SQLiteConfig config = config();
    config.setCacheSize(-WRITER_CACHE_KB);
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Long.toString(64L << 20));
    Sql sql = open(config);
    sql.list("PRAGMA wal_autocheckpoint = 0", row -> row.number(1));
    return withoutDriversTransactions(sql);
  }

  /// A connection that can only read.
  Sql openReader() {
    Sql sql = open(config());
    sql.update("PRAGMA query_only = ON");
    return withoutDriversTransactions(sql);
  }

  /// The connection that moves the write-ahead log into the file.
  Sql openCheckpointer() {
    return open(config());
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    // A connection is never used by two threads at once: SQLite need not lock it in each call.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    // Else the driver asks for the last row id after every statement.
    config.setGetGeneratedKeys(false);
    return config;
  }

  /// Transactions begin and end by statements of ours. While the driver believes that it commits by
  /// itself, it runs a BEGIN that fails before every statement.
  private static Sql withoutDriversTransactions(Sql sql) {
    sql.stopAutoCommit();
    sql.update("ROLLBACK");
    return sql;
  }

  private Path folder() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  /// While somebody else makes the file a WAL database, SQLite says that it is busy without waiting
  /// as it does elsewhere.
  private Sql open(SQLiteConfig config) {
    SqliteLibrary.load(folder());
    long begun = System.nanoTime();
    while (true) {
      try {
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        return new Sql(connection, Dialect.SQLITE);
      } catch (SQLException e) {
        if (!isBusy(e) || System.nanoTime() - begun > BUSY_TIMEOUT_MS * 1_000_000L) {
          throw new StoreFailedException("cannot open " + file + ": " + e.getMessage(), e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /// The low byte of a result code is its kind (SQLite, "Result and Error Codes").
  private static boolean isBusy(SQLException e) {
    return (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }
}
