package dev.weft.storage.sqlite;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import dev.weft.chat.thread.LockedThreads;
import dev.weft.storage.jdbc.group.JdbcThreadStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Threads in SQLite: the one writer remembers those it has read or written ([SqliteThreads]).
public final class SqliteThreadStore extends JdbcThreadStore {

  /// A thread of any app.
  private static final String READ = "SELECT " + COLUMNS + " FROM threads t WHERE t.id = ?";

  @Override
  public void insert(Tx tx, ChatThread thread) {
    SqliteThreads.of(JdbcSnapshot.sql(tx)).forget(thread.id());
    super.insert(tx, thread);
  }

  @Override
  public void delete(Tx tx, ChatThread thread) {
    SqliteThreads.of(JdbcSnapshot.sql(tx)).forget(thread.id());
    super.delete(tx, thread);
  }

  @Override
  public Optional<ChatThread> findForUpdate(Tx tx, AppId app, ThreadId id) {
    return read(JdbcSnapshot.sql(tx), id).filter(thread -> thread.app().equals(app));
  }

  private static Optional<ChatThread> read(Sql sql, ThreadId id) {
    return SqliteThreads.of(sql).find(id, () -> sql.one(READ, JdbcThreadStore::thread, id.value()));
  }

  @Override
  public LockedThreads lock(Tx tx, List<ThreadId> ids) {
    Sql sql = JdbcSnapshot.sql(tx);
    List<ThreadId> found = new ArrayList<>(ids.size());
    for (ThreadId id : ids) {
      if (read(sql, id).isPresent()) {
        found.add(id);
      }
    }
    return new Locked(sql, found);
  }

  /// Threads of which the writer knows the newest state already.
  private record Locked(Sql sql, List<ThreadId> found) implements LockedThreads {

    @Override
    public boolean has(ThreadId id) {
      return found.contains(id);
    }

    @Override
    public Optional<ChatThread> find(AppId app, ThreadId id) {
      return found.contains(id)
          ? read(sql, id).filter(thread -> thread.app().equals(app))
          : Optional.empty();
    }
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
