package dev.weft.storage.sqlite;

import dev.weft.storage.sql.Sql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The last position of those conversations that the one writer of a SQLite file has added to last:
/// nobody else adds, so that it need not look for each entry. When something is undone, it knows
/// none of them.
final class SqliteHeads {

  /// Some 1.5 MB.
  private static final int MAX = 16_384;

  private final Map<Long, Long> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX;
        }
      };

  /// What the connection of this `sql` remembers.
  ///
  /// @param sql of the writer
  static SqliteHeads of(Sql sql) {
    return sql.part(SqliteHeads.class, SqliteHeads::new);
  }

  /// The last position of a conversation, 0 if it has none.
  long last(long conversation, LongSupplier read) {
    @Nullable Long last = known.get(conversation);
    return last == null ? read.getAsLong() : last;
  }

  /// An entry was added at `position`.
  void added(long conversation, long position) {
    known.put(conversation, position);
  }
}
