package dev.weft.storage.sqlite;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import dev.weft.storage.jdbc.group.JdbcThreadStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;

/// Threads in SQLite: the one writer remembers those it has read or written ([SqliteThreads]).
public final class SqliteThreadStore extends JdbcThreadStore {

  @Override
  protected void forget(Sql sql, ThreadId id) {
    SqliteThreads.of(sql).forget(id);
  }

  @Override
  public Optional<ChatThread> findForUpdate(Tx tx, AppId app, ThreadId id) {
    return SqliteThreads.of(JdbcSnapshot.sql(tx))
        .find(id, () -> find(tx, app, id))
        .filter(thread -> thread.app().equals(app));
  }

  @Override
  public List<ThreadId> lock(Tx tx, List<ThreadId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    return ids.stream().filter(id -> !exists(sql, id)).toList();
  }

  private static boolean exists(Sql sql, ThreadId id) {
    return sql.one("SELECT 1 FROM threads WHERE id = ?", row -> row.count(1), id.value())
        .isPresent();
  }

  @Override
  public void update(Tx tx, ChatThread thread) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "UPDATE threads SET name = ?, message_count = ?, last_message = ?, changed = ?,"
            + " sequence = ? WHERE id = ?",
        thread.name(),
        thread.messageCount(),
        valueOf(thread.lastMessage()),
        thread.changed(),
        thread.sequence(),
        thread.id().value());
    SqliteThreads.of(sql).updated(thread);
  }
}
