package dev.weft.storage.postgres;

import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.storage.jdbc.JdbcMessageStore;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages in PostgreSQL: a statement is a round trip, so that many rows share one.
public final class PostgresMessageStore extends JdbcMessageStore {

  private static final String FIND_ALL =
      "SELECT " + MessageRow.READ + " FROM messages WHERE id = ANY(?::bigint[]) AND recalled = 0";

  @Override
  public void insert(Tx tx, Message message) {
    Sql sql = JdbcSnapshot.sql(tx);
    PostgresNewMessages.add(sql, message);
    if (message.to() instanceof Recipient.ToGroup(GroupId group)) {
      PostgresNewest.of(sql).written(group, message.sent());
    }
  }

  @Override
  public void lookAtNewest(Tx tx, List<GroupId> groups) {
    Sql sql = JdbcSnapshot.sql(tx);
    PostgresNewest.of(sql).look(sql, groups);
  }

  @Override
  public Optional<Instant> newestIn(Snapshot snapshot, GroupId group) {
    PostgresNewest newest = PostgresNewest.of(JdbcSnapshot.sql(snapshot));
    return newest.knows(group) ? newest.find(group) : super.newestIn(snapshot, group);
  }

  @Override
  public List<Message> findAll(Snapshot snapshot, List<MessageId> ids) {
    return ids.isEmpty()
        ? List.of()
        : JdbcSnapshot.sql(snapshot)
            .list(FIND_ALL, JdbcMessageStore::message, Columns.numbers(ids, MessageId::value));
  }
}
