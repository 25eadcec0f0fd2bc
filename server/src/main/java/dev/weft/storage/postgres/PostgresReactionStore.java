package dev.weft.storage.postgres;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.storage.jdbc.JdbcReactionStore;
import dev.weft.storage.postgres.PostgresReactionChanges.Place;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Reactions in PostgreSQL: those to any number of messages are one query, and changes are written
/// together.
public final class PostgresReactionStore extends JdbcReactionStore {

  private static final String OF_ALL = query("ANY(?::bigint[])");

  @Override
  public void add(Tx tx, MessageId message, String reaction, UserId user, long id, Instant now) {
    PostgresReactionChanges.of(JdbcSnapshot.sql(tx))
        .add(new Place(message.value(), reaction, user.value()), id, now);
  }

  @Override
  public void remove(Tx tx, MessageId message, String reaction, UserId user) {
    PostgresReactionChanges.of(JdbcSnapshot.sql(tx))
        .remove(new Place(message.value(), reaction, user.value()));
  }

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
