package dev.weft.storage.postgres;

import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.storage.jdbc.JdbcMessageStore;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.search.PostgresSearchIndex;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Messages in PostgreSQL: a statement is a round trip, so that many rows share one.
public final class PostgresMessageStore extends JdbcMessageStore {

  private static final String FIND_ALL =
      "SELECT " + MessageRow.READ + " FROM messages WHERE id = ANY(?::bigint[]) AND recalled = 0";

  /// Waits for nobody while it holds some of them: an edit may hold others and want these.
  private static final String FIND_ALL_FOR_SHARE = FIND_ALL + " FOR SHARE OF messages NOWAIT";

  public PostgresMessageStore() {
    super(new PostgresSearchIndex());
  }

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
    return find(snapshot, FIND_ALL, ids);
  }

  @Override
  public List<Message> findAllForShare(Tx tx, List<MessageId> ids) {
    return find(tx, FIND_ALL_FOR_SHARE, ids);
  }

  private static List<Message> find(Snapshot snapshot, String query, List<MessageId> ids) {
    return ids.isEmpty()
        ? List.of()
        : JdbcSnapshot.sql(snapshot)
            .list(query, JdbcMessageStore::message, Columns.numbers(ids, MessageId::value));
  }
}
