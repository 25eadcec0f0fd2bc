package dev.weft.storage.sql;

import dev.weft.tx.StoreFailedException;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// Whether the store takes writes. Tells the log when that changes, and not for every commit that
/// fails meanwhile: a full disk may be the log's disk too.
public final class StoreHealth {

  private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

  private volatile boolean well = true;

  public boolean isWell() {
    return well;
  }

  /// A commit failed.
  public void failed(RuntimeException reason) {
    if (well) {
      well = false;
      log.error("store takes no writes reason=\"{}\"", reason.getMessage());
    } else {
      log.debug("store takes no writes reason=\"{}\"", reason.getMessage());
    }
  }

  /// A commit succeeded.
  public void committed() {
    if (!well) {
      well = true;
      log.info("store takes writes again");
    }
  }

  /// Work that means nothing and goes through all a commit goes through.
  public static boolean probe(Tx tx) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.update(
            "INSERT INTO settings (name, value) VALUES ('store_probe', "
                + sql.dialect().randomBytes()
                + ") ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        > 0;
  }

  /// What callers are told whose work was in a transaction that failed for `reason`.
  ///
  /// A full disk ends the log before its commit record. When fsync fails, the record may be whole
  /// and on the disk all the same: then the next process finds the work done, if no later commit of
  /// this one has overwritten it.
  public static StoreFailedException failure(RuntimeException reason, boolean committing) {
    return committing && !isFull(reason)
        ? StoreFailedException.inDoubt(
            "it is not known what was written: " + reason.getMessage(), reason)
        : new StoreFailedException("nothing was written: " + reason.getMessage(), reason);
  }

  private static boolean isFull(RuntimeException reason) {
    return reason.getCause() instanceof SQLException e
        && e.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
  }
}
