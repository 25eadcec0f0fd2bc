package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import dev.weft.chat.thread.LockedThreads;
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
  public Optional<ChatThread> findForUpdate(Tx tx, AppId app, ThreadId id) {
    return JdbcSnapshot.sql(tx)
        .one(FIND + " FOR UPDATE", JdbcThreadStore::thread, id.value(), app.value());
  }

  @Override
  public LockedThreads lock(Tx tx, List<ThreadId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    PostgresThreads threads = PostgresThreads.of(sql);
    threads.lock(sql, ids);
    return threads;
  }

  @Override
  public void update(Tx tx, ChatThread thread) {
    PostgresThreads.of(JdbcSnapshot.sql(tx)).update(thread);
  }
}
