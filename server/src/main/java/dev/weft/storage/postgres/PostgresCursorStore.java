package dev.weft.storage.postgres;

import dev.weft.storage.jdbc.JdbcCursorStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.util.List;

/// Cursors in PostgreSQL: any number of them is one statement.
public final class PostgresCursorStore extends JdbcCursorStore {

  @Override
  protected void write(Sql sql, List<Cursor> cursors) {
    sql.write(
        "INSERT INTO cursors (device, conversation, position)"
            + " SELECT unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[])"
            + KEEP_LATER,
        Columns.numbers(cursors, cursor -> cursor.device().value()),
        Columns.numbers(cursors, cursor -> cursor.conversation().value()),
        Columns.numbers(cursors, Cursor::position));
  }
}
