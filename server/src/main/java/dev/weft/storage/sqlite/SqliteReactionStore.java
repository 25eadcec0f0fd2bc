package dev.weft.storage.sqlite;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.storage.jdbc.JdbcReactionStore;
import dev.weft.storage.sql.Sql;
import java.util.List;

/// Reactions in SQLite.
public final class SqliteReactionStore extends JdbcReactionStore {

  private static final String OF_ONE = query("?");

  @Override
  protected List<Given> given(Sql sql, List<MessageId> messages, UserId reader, int users) {
    return messages.stream()
        .flatMap(
            message ->
                sql
                    .list(OF_ONE, JdbcReactionStore::given, reader.value(), message.value(), users)
                    .stream())
        .toList();
  }
}
