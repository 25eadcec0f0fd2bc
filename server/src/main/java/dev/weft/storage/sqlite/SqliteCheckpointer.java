package dev.weft.storage.sqlite;

import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreFailedException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the write-ahead log into the database file beside the writer, so that no commit pays for
/// it.
///
/// A passive checkpoint never makes the writer wait, but while it works the writer appends, and a
/// log that is not moved to its very end goes on growing. When it has outgrown [#MAX_LOG_PAGES],
/// the writer moves the little that is left between two commits; its next one begins the log anew,
/// unless somebody still reads in it.
final class SqliteCheckpointer implements AutoCloseable {

  /// Commits after which a checkpoint is worth its fsync.
  private static final int COMMITS_BETWEEN = 64;

  /// 64 MB of 4 KB pages: above it, start-up after a crash would take noticeably long.
  private static final long MAX_LOG_PAGES = 16_384;

  /// The log may grow for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(SqliteCheckpointer.class);

  private final Sql sql;
  private final Loop loop;
  private int commits;

  /// Whether the log is long and all but its end is moved.
  private volatile boolean nearlyMoved;

  SqliteCheckpointer(Sql sql, Loops loops) {
    this.sql = sql;
    this.loop = loops.vital("checkpointer", WITHIN, this::checkpoint);
    loop.start();
  }

  /// Moves the whole log into the file and empties it. To be done before anything is appended to a
  /// log that was found: after an fsync that failed, the operating system may show bytes in it that
  /// are not on the disk, and what is appended behind them would be lost with them.
  static void beginLogAnew(Sql sql) {
    sql.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.number(2));
  }

  /// Told by the writer after each commit.
  ///
  /// @param writer its connection
  void committed(Sql writer) {
    if (nearlyMoved) {
      long _ = move(writer);
      nearlyMoved = false;
    }
    commits++;
    if (commits >= COMMITS_BETWEEN) {
      commits = 0;
      loop.wake();
    }
  }

  private Duration checkpoint() {
    // While the writer has yet to move the end, it is the one that checkpoints.
    if (!nearlyMoved) {
      nearlyMoved = move(sql) > MAX_LOG_PAGES;
    }
    return Loop.UNTIL_WOKEN;
  }

  /// Moves what no reader needs in the log, and answers how many pages the log had.
  private static long move(Sql sql) {
    try {
      return sql.one("PRAGMA wal_checkpoint(PASSIVE)", row -> row.number(2)).orElse(0L);
    } catch (StoreFailedException e) {
      // The log still holds everything; the next commits ask for another try.
      log.warn("checkpoint failed reason=\"{}\"", e.getMessage());
      return 0;
    }
  }

  @Override
  public void close() {
    loop.close();
    sql.close();
  }
}
