package dev.weft.storage.postgres;

import dev.weft.chat.Message;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.RowBatch;
import dev.weft.storage.sql.Sql;

/// Messages that wait to be written by one statement.
final class PostgresNewMessages extends RowBatch<MessageRow> {

  static void add(Sql sql, Message message) {
    PostgresNewMessages batch = sql.batch(PostgresNewMessages.class, PostgresNewMessages::new);
    batch.add(sql, MessageRow.of(message));
  }

  @Override
  public void send(Sql sql) {
    sql.write(
        "INSERT INTO messages ("
            + MessageRow.COLUMNS
            + ", recalled) SELECT unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]),"
            + " unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),"
            + " unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),"
            + " unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::int[]), unnest(?::text[]),"
            + " unnest(?::bigint[]), unnest(?::text[]), unnest(?::int[]), 0",
        Columns.numbers(rows, MessageRow::id),
        Columns.numbers(rows, MessageRow::app),
        Columns.numbersOrNulls(rows, MessageRow::thread),
        Columns.numbersOrNulls(rows, MessageRow::group),
        Columns.numbersOrNulls(rows, MessageRow::parentMessage),
        Columns.textsOrNulls(rows, MessageRow::threadName),
        Columns.textsOrNulls(rows, MessageRow::peer),
        Columns.texts(rows, MessageRow::sender),
        Columns.texts(rows, MessageRow::type),
        Columns.texts(rows, MessageRow::body),
        Columns.texts(rows, MessageRow::ext),
        Columns.numbers(rows, row -> row.sent().toEpochMilli()),
        Columns.numbers(rows, row -> row.changed().toEpochMilli()),
        Columns.numbers(rows, MessageRow::edits),
        Columns.textsOrNulls(rows, MessageRow::lastEditor),
        Columns.numbersOrNulls(rows, MessageRow::previous),
        Columns.textsOrNulls(rows, MessageRow::env),
        Columns.numbers(rows, MessageRow::inRoom));
    cut(0);
  }
}
