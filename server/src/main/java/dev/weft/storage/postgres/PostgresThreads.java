package dev.weft.storage.postgres;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.MessageId;
import dev.weft.chat.ThreadId;
import dev.weft.chat.thread.LockedThreads;
import dev.weft.storage.jdbc.group.JdbcThreadStore;
import dev.weft.storage.sql.Batch;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Threads in a transaction that several units of work share: what was locked and read for all of
/// them at its beginning, and what they have changed since, to be written by one statement.
final class PostgresThreads implements Batch, LockedThreads {

  /// By number, so that two transactions that lock the same threads wait for each other and never
  /// both.
  private static final String LOCK =
      "SELECT "
          + JdbcThreadStore.COLUMNS
          + " FROM threads t WHERE t.id = ANY(?::bigint[]) ORDER BY t.id FOR UPDATE";

  private static final String UPDATE =
      "UPDATE threads t SET name = u.name, message_count = u.message_count,"
          + " last_message = u.last_message, changed = u.changed, sequence = u.sequence"
          + " FROM (SELECT unnest(?::bigint[]) AS id, unnest(?::text[]) AS name,"
          + " unnest(?::int[]) AS message_count, unnest(?::bigint[]) AS last_message,"
          + " unnest(?::bigint[]) AS changed, unnest(?::bigint[]) AS sequence) u"
          + " WHERE t.id = u.id";

  /// Locked by this transaction, as the database has them.
  private final Map<ThreadId, ChatThread> locked = new HashMap<>();

  /// Newest last.
  private final List<ChatThread> changed = new ArrayList<>();

  static PostgresThreads of(Sql sql) {
    return sql.batch(PostgresThreads.class, PostgresThreads::new);
  }

  void lock(Sql sql, List<ThreadId> ids) {
    if (!ids.isEmpty()) {
      sql.list(LOCK, JdbcThreadStore::thread, Columns.numbers(ids, ThreadId::value))
          .forEach(thread -> locked.put(thread.id(), thread));
    }
  }

  @Override
  public boolean has(ThreadId id) {
    return locked.containsKey(id);
  }

  @Override
  public Optional<ChatThread> find(AppId app, ThreadId id) {
    return Optional.ofNullable(now(id)).filter(thread -> thread.app().equals(app));
  }

  private @Nullable ChatThread now(ThreadId id) {
    for (ChatThread thread : changed.reversed()) {
      if (thread.id().equals(id)) {
        return thread;
      }
    }
    return locked.get(id);
  }

  void update(ChatThread thread) {
    changed.add(thread);
  }

  @Override
  public int size() {
    return changed.size();
  }

  @Override
  public void cut(int size) {
    changed.subList(size, changed.size()).clear();
  }

  @Override
  public void send(Sql sql) {
    Map<ThreadId, ChatThread> newest = new LinkedHashMap<>();
    changed.forEach(thread -> newest.put(thread.id(), thread));
    newest.forEach((id, thread) -> locked.computeIfPresent(id, (_, _) -> thread));
    List<ChatThread> threads = List.copyOf(newest.values());
    sql.write(
        UPDATE,
        Columns.numbers(threads, thread -> thread.id().value()),
        Columns.texts(threads, ChatThread::name),
        Columns.numbers(threads, ChatThread::messageCount),
        Columns.numbersOrNulls(threads, PostgresThreads::lastMessage),
        Columns.numbers(threads, thread -> thread.changed().toEpochMilli()),
        Columns.numbers(threads, ChatThread::sequence));
    cut(0);
  }

  private static @Nullable Long lastMessage(ChatThread thread) {
    @Nullable MessageId last = thread.lastMessage();
    return last == null ? null : last.value();
  }
}
