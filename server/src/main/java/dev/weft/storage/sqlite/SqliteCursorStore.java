package dev.weft.storage.sqlite;

import dev.weft.storage.jdbc.JdbcCursorStore;
import dev.weft.storage.sql.Sql;
import java.util.List;

/// Cursors in SQLite.
public final class SqliteCursorStore extends JdbcCursorStore {

  @Override
  protected void write(Sql sql, List<Cursor> cursors) {
    for (Cursor cursor : cursors) {
      sql.write(
          "INSERT INTO cursors (device, conversation, position) VALUES (?, ?, ?)" + KEEP_LATER,
          cursor.device().value(),
          cursor.conversation().value(),
          cursor.position());
    }
  }
}
