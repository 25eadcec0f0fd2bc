package dev.weft.storage.jdbc;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.stream.StreamContent;
import dev.weft.storage.search.JdbcSearchIndex;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages over JDBC: what both databases do in the same way.
public abstract class JdbcMessageStore implements MessageStore {

  private static final String COLUMNS = MessageRow.READ;

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM messages WHERE id = ? AND recalled = 0";

  private final JdbcSearchIndex index;

  /// @param index keeps what is searched in step with what messages say
  protected JdbcMessageStore(JdbcSearchIndex index) {
    this.index = index;
  }

  @Override
  public Optional<Message> find(Snapshot snapshot, MessageId id) {
    return JdbcSnapshot.sql(snapshot).one(FIND, JdbcMessageStore::message, id.value());
  }

  @Override
  public Optional<Message> findRecalled(Snapshot snapshot, MessageId id) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT " + COLUMNS + " FROM messages WHERE id = ? AND recalled = 1",
            JdbcMessageStore::message,
            id.value());
  }

  @Override
  public Optional<Message> findForUpdate(Tx tx, MessageId id) {
    Sql sql = JdbcSnapshot.sql(tx);
    return sql.one(FIND + sql.dialect().forUpdate(), JdbcMessageStore::message, id.value());
  }

  @Override
  public Optional<Message> newestFrom(Snapshot snapshot, MessageId from) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "WITH RECURSIVE chain (id, previous, recalled) AS ("
                + " SELECT id, previous, recalled FROM messages WHERE id = ?"
                + " UNION ALL"
                + " SELECT m.id, m.previous, m.recalled FROM messages m"
                + " JOIN chain c ON m.id = c.previous WHERE c.recalled = 1"
                + ") SELECT id FROM chain WHERE recalled = 0",
            row -> new MessageId(row.number(1)),
            from.value())
        .flatMap(id -> find(snapshot, id));
  }

  @Override
  public Scan scan(Snapshot snapshot, AppId app, MessageId from, MessageId before, int limit) {
    List<Scanned> rows =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT "
                    + COLUMNS
                    + ", recalled FROM messages WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                row -> new Scanned(message(row), row.flag(20)),
                from.value(),
                before.value(),
                limit);
    List<Message> found =
        rows.stream()
            .filter(row -> !row.recalled() && row.message().app().equals(app))
            .map(Scanned::message)
            .toList();
    return new Scan(
        found,
        rows.size() < limit ? null : new MessageId(rows.getLast().message().id().value() + 1));
  }

  @Override
  public List<Message> newest(Snapshot snapshot, AppId app, int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            "SELECT "
                + COLUMNS
                + " FROM (SELECT * FROM messages ORDER BY id DESC LIMIT 20000) m"
                + " WHERE app = ? AND recalled = 0 ORDER BY id DESC LIMIT ?",
            JdbcMessageStore::message,
            app.value(),
            limit);
  }

  private record Scanned(Message message, boolean recalled) {}

  @Override
  public void update(Tx tx, Message message) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE messages SET body = ?, ext = ?, changed = ?, edits = ?, last_editor = ?"
                + " WHERE id = ?",
            message.content().body(),
            message.content().ext(),
            message.changed(),
            message.edits(),
            message.lastEditor() == null ? null : message.lastEditor().value(),
            message.id().value());
    if (SearchIndexStore.covers(message.to())) {
      index.edited(JdbcSnapshot.sql(tx), message);
    }
  }

  @Override
  public void recall(Tx tx, Message message) {
    JdbcSnapshot.sql(tx)
        .write(
            "UPDATE messages SET recalled = 1, body = '{}', ext = '{}' WHERE id = ?",
            message.id().value());
    if (StreamContent.isStream(message.content())) {
      JdbcStreamStore.recalled(JdbcSnapshot.sql(tx), message);
    }
    if (SearchIndexStore.covers(message.to())) {
      index.recalled(JdbcSnapshot.sql(tx), message.id());
    }
  }

  /// Reads the columns of [MessageRow#READ].
  public static Message message(Row row) throws SQLException {
    @Nullable Long previous = row.numberOrNull(16);
    @Nullable String editor = row.textOrNull(15);
    return new Message(
        new MessageId(row.number(1)),
        new AppId(row.number(2)),
        recipient(row),
        new UserId(row.text(8)),
        new Content(MessageType.of(row.text(9)).orElseThrow(), row.text(10), row.text(11)),
        row.time(12),
        row.time(13),
        row.count(14),
        editor == null ? null : new UserId(editor),
        previous == null ? null : new MessageId(previous),
        row.textOrNull(17));
  }

  private static Recipient recipient(Row row) throws SQLException {
    @Nullable Long thread = row.numberOrNull(3);
    if (thread != null) {
      return new Recipient.ToThread(
          new ThreadId(thread),
          ChosenIds.group(row, 4, 19),
          new MessageId(row.number(5)),
          row.text(6));
    }
    @Nullable Long group = row.numberOrNull(4);
    if (group == null) {
      return new Recipient.ToUser(new UserId(Objects.requireNonNull(row.textOrNull(7))));
    }
    GroupId id = ChosenIds.group(row, 4, 19);
    return row.flag(18) ? new Recipient.ToRoom(id) : new Recipient.ToGroup(id);
  }
}
