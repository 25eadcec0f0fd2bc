package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import dev.weft.storage.jdbc.group.JdbcThreadStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Threads in PostgreSQL: those of a group commit are locked together and written together
/// ([PostgresThreads]).
public final class PostgresThreadStore extends JdbcThreadStore {

  @Override
  protected void forget(Sql sql, ThreadId id) {
    PostgresThreads.of(sql).forget(id);
  }

  @Override
  public Optional<ChatThread> findForUpdate(Tx tx, AppId app, ThreadId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    PostgresThreads threads = PostgresThreads.of(sql);
    return threads.knows(id)
        ? threads.find(id).filter(thread -> thread.app().equals(app))
        : sql.one(FIND + " FOR UPDATE", JdbcThreadStore::thread, id.value(), app.value());
  }

  @Override
  public List<ThreadId> lock(Tx tx, List<ThreadId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    return PostgresThreads.of(sql).lock(sql, ids);
  }

  @Override
  public void update(Tx tx, ChatThread thread) {
    PostgresThreads.of(JdbcSnapshot.sql(tx)).update(thread);
  }
}
