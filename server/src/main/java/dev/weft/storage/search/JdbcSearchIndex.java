package dev.weft.storage.search;

import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.util.List;

/// The index of what is searched, over JDBC: what both databases do in the same way.
public abstract class JdbcSearchIndex implements SearchIndexStore {

  private static final String INDEXED_TO =
      "SELECT indexed_to FROM indexed_conversations WHERE conversation = ?";

  @Override
  public long indexedTo(Snapshot snapshot, ConversationId conversation) {
    return JdbcSnapshot.sql(snapshot)
        .one(INDEXED_TO, row -> row.number(1), conversation.value())
        .orElse(0L);
  }

  @Override
  public long lock(Tx tx, ConversationId conversation) {
    Sql sql = JdbcSnapshot.sql(tx);
    sql.write(
        "INSERT INTO indexed_conversations (conversation, indexed_to) VALUES (?, 0)"
            + " ON CONFLICT (conversation) DO NOTHING",
        conversation.value());
    return sql.one(
            INDEXED_TO + sql.dialect().forUpdate(), row -> row.number(1), conversation.value())
        .orElseThrow();
  }

  @Override
  public void add(Tx tx, ConversationId conversation, List<Indexed> messages, long to) {
    Sql sql = JdbcSnapshot.sql(tx);
    insert(sql, conversation, messages);
    sql.write(
        "UPDATE indexed_conversations SET indexed_to = ? WHERE conversation = ?",
        to,
        conversation.value());
  }

  /// Adds rows.
  abstract void insert(Sql sql, ConversationId conversation, List<Indexed> messages);

  /// A message says something else from now on.
  public abstract void edited(Sql sql, Message message);

  /// A message says nothing any more.
  public abstract void recalled(Sql sql, MessageId message);

  /// Reads the id of a message and its position.
  static Place place(Row row) throws SQLException {
    return new Place(new MessageId(row.number(1)), row.number(2));
  }
}
