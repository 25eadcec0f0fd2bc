package dev.weft.storage.sqlite;

import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.NewestTimes;
import dev.weft.storage.jdbc.JdbcMessageStore;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.search.SqliteSearchIndex;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages in SQLite: a statement is a call in the same process, so that each row has its own.
public final class SqliteMessageStore extends JdbcMessageStore {

  private static final String INSERT =
      "INSERT INTO messages ("
          + MessageRow.COLUMNS
          + ", recalled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

  private static final String NEWEST =
      "SELECT m.sent FROM timeline t JOIN messages m ON m.id = coalesce(t.message, t.position)"
          + " WHERE t.conversation = ? AND t.kind = 0 ORDER BY t.position DESC LIMIT 1";

  public SqliteMessageStore() {
    super(new SqliteSearchIndex());
  }

  /// The one writer is who asks.
  @Override
  public List<Message> findAllForShare(Tx tx, List<MessageId> ids) {
    return findAll(tx, ids);
  }

  @Override
  public NewestTimes newestIn(Tx tx, List<GroupId> groups) {
    return new Newest(JdbcSnapshot.sql(tx));
  }

  /// What was written is there to be read.
  private record Newest(Sql sql) implements NewestTimes {

    @Override
    public Optional<Instant> in(GroupId group) {
      return sql.one(NEWEST, row -> row.time(1), group.value());
    }

    @Override
    public void sent(GroupId group, Instant at) {
      // Nothing is remembered.
    }
  }

  @Override
  public void insert(Tx tx, Message message) {
    MessageRow row = MessageRow.of(message);
    JdbcSnapshot.sql(tx)
        .write(
            INSERT,
            row.id(),
            row.app(),
            row.thread(),
            row.group(),
            row.parentMessage(),
            row.threadName(),
            row.peer(),
            row.sender(),
            row.type(),
            row.body(),
            row.ext(),
            row.sent(),
            row.changed(),
            row.edits(),
            row.lastEditor(),
            row.previous(),
            row.env(),
            row.inRoom());
  }

  @Override
  public List<Message> findAll(Snapshot snapshot, List<MessageId> ids) {
    return ids.stream().flatMap(id -> find(snapshot, id).stream()).toList();
  }
}
