package dev.weft.storage.sqlite;

import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.storage.jdbc.JdbcMessageStore;
import dev.weft.storage.jdbc.MessageRow;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;

/// Messages in SQLite: a statement is a call in the same process, so that each row has its own.
public final class SqliteMessageStore extends JdbcMessageStore {

  private static final String INSERT =
      "INSERT INTO messages ("
          + MessageRow.COLUMNS
          + ", recalled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";

  @Override
  public void lookAtNewest(Tx tx, List<GroupId> groups) {
    // Each unit of work asks for itself.
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
