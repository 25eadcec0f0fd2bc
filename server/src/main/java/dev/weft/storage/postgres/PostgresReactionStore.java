package dev.weft.storage.postgres;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.storage.jdbc.JdbcReactionStore;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.Sql;
import java.util.List;

/// Reactions in PostgreSQL: those to any number of messages are one query.
public final class PostgresReactionStore extends JdbcReactionStore {

  private static final String OF_ALL = query("ANY(?::bigint[])");

  @Override
  protected List<Given> given(Sql sql, List<MessageId> messages, UserId reader, int users) {
    return sql.list(
        OF_ALL,
        JdbcReactionStore::given,
        reader.value(),
        Columns.numbers(messages, MessageId::value),
        users);
  }
}
