package dev.weft.storage.postgres;

import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.storage.jdbc.JdbcMessageStore;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Messages in PostgreSQL: a statement is a round trip, so that many rows share one.
public final class PostgresMessageStore extends JdbcMessageStore {

  private static final String FIND_ALL =
      "SELECT " + MessageRow.READ + " FROM messages WHERE id = ANY(?::bigint[]) AND recalled = 0";

  @Override
  public void insert(Tx tx, Message message) {
    PostgresNewMessages.add(JdbcSnapshot.sql(tx), message);
  }

  @Override
  public NewestTimes newestIn(Tx tx, List<GroupId> groups) {
    return PostgresNewest.of(JdbcSnapshot.sql(tx), groups);
  }

  @Override
  public List<Message> findAll(Snapshot snapshot, List<MessageId> ids) {
    return ids.isEmpty()
        ? List.of()
        : JdbcSnapshot.sql(snapshot)
            .list(FIND_ALL, JdbcMessageStore::message, Columns.numbers(ids, MessageId::value));
  }
}
