package dev.weft.storage;

import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;

/// Every [Snapshot] and [Tx] there is: a connection in a transaction, seen through [Sql].
sealed class JdbcSnapshot implements Snapshot {

  private final Sql sql;

  JdbcSnapshot(Sql sql) {
    this.sql = sql;
  }

  /// The statements of the transaction behind `snapshot`.
  static Sql sql(Snapshot snapshot) {
    return ((JdbcSnapshot) snapshot).sql;
  }

  /// A unit of work that may write.
  static final class JdbcTx extends JdbcSnapshot implements Tx {

    private final List<Runnable> actions = new ArrayList<>(2);

    JdbcTx(Sql sql) {
      super(sql);
    }

    @Override
    public void afterCommit(Runnable action) {
      actions.add(action);
    }

    List<Runnable> actions() {
      return actions;
    }
  }
}
