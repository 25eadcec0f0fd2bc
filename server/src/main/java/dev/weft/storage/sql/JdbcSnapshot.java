package dev.weft.storage.sql;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every [Snapshot] and [Tx] there is: a connection in a transaction, seen through [Sql].
public sealed class JdbcSnapshot implements Snapshot {

  private static final Logger log = LoggerFactory.getLogger(JdbcSnapshot.class);

  private final Sql sql;

  public JdbcSnapshot(Sql sql) {
    this.sql = sql;
  }

  /// The statements of the transaction behind `snapshot`.
  public static Sql sql(Snapshot snapshot) {
    return ((JdbcSnapshot) snapshot).sql;
  }

  /// A unit of work that may write.
  public static final class JdbcTx extends JdbcSnapshot implements Tx {

    private final List<Runnable> actions = new ArrayList<>(2);

    public JdbcTx(Sql sql) {
      super(sql);
    }

    @Override
    public void afterCommit(Runnable action) {
      actions.add(action);
    }

    /// Runs what was asked for. The work is durable whatever its listeners do; what they missed
    /// they find in the store.
    public void runActions() {
      for (Runnable action : actions) {
        try {
          action.run();
        } catch (RuntimeException | Error e) {
          log.error("after commit reason=\"{}\"", e.getMessage(), e);
        }
      }
    }
  }
}
