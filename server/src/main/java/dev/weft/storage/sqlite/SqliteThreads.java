package dev.weft.storage.sqlite;

import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import dev.weft.storage.sql.Sql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads as the one writer of a SQLite file has read or written them last: nobody else changes
/// them, so that it need not read them again for each message. When something is undone, it knows
/// none of them.
public final class SqliteThreads {

  /// Some 3 MB. Of more threads, those that were silent the longest are read again.
  public static final int MAX = 8_192;

  private final Map<ThreadId, ChatThread> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ThreadId, ChatThread> eldest) {
          return size() > MAX;
        }
      };

  /// The threads that the connection of this `sql` remembers.
  ///
  /// @param sql of the writer
  static SqliteThreads of(Sql sql) {
    return sql.part(SqliteThreads.class, SqliteThreads::new);
  }

  /// The thread as it is now.
  Optional<ChatThread> find(ThreadId id, Supplier<Optional<ChatThread>> read) {
    @Nullable ChatThread thread = known.get(id);
    if (thread != null) {
      return Optional.of(thread);
    }
    Optional<ChatThread> found = read.get();
    found.ifPresent(fresh -> known.put(id, fresh));
    return found;
  }

  /// The thread was written. A new name is read back: some characters no database keeps.
  void updated(ChatThread thread) {
    known.computeIfPresent(
        thread.id(), (_, before) -> before.name().equals(thread.name()) ? thread : null);
  }

  /// The thread was deleted.
  void forget(ThreadId id) {
    known.remove(id);
  }
}
