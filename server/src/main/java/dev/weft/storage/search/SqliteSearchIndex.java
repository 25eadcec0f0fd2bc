package dev.weft.storage.search;

import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.search.GramQuery;
import dev.weft.chat.search.SearchedText;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The index of what is searched, in SQLite: a table of FTS5 that keeps no texts.
///
/// Each token is an n-gram with its conversation before it, so that a conversation is searched
/// without reading what other conversations have.
public final class SqliteSearchIndex extends JdbcSearchIndex {

  /// Stands between the two parts of a token: no digit, no letter of an n-gram begins there.
  private static final String AFTER_CONVERSATION = "\u00b7";

  private static final String FIND =
      "SELECT m.message, m.position FROM message_grams CROSS JOIN indexed_messages m"
          + " ON m.message = message_grams.rowid WHERE message_grams MATCH ?"
          + " AND message_grams.rowid < ? AND m.position > ? AND m.position < ?"
          + " ORDER BY message_grams.rowid DESC LIMIT ?";

  @Override
  void insert(Sql sql, ConversationId conversation, List<Indexed> messages) {
    for (Indexed message : messages) {
      sql.write(
          "INSERT INTO indexed_messages (message, conversation, position) VALUES (?, ?, ?)",
          message.place().message().value(),
          conversation.value(),
          message.place().position());
      insert(sql, conversation, message.place().message(), message.grams());
    }
  }

  private static void insert(
      Sql sql, ConversationId conversation, MessageId message, Collection<String> grams) {
    sql.write(
        "INSERT INTO message_grams (rowid, grams) VALUES (?, ?)",
        message.value(),
        grams.stream().map(gram -> token(conversation, gram)).collect(Collectors.joining(" ")));
  }

  private static String token(ConversationId conversation, String gram) {
    return Long.toString(conversation.value(), Character.MAX_RADIX) + AFTER_CONVERSATION + gram;
  }

  @Override
  public void edited(Sql sql, Message message) {
    Optional<ConversationId> indexed =
        sql.one(
            "SELECT conversation FROM indexed_messages WHERE message = ?",
            row -> new ConversationId(row.number(1)),
            message.id().value());
    if (indexed.isPresent()) {
      delete(sql, message.id());
      insert(sql, indexed.get(), message.id(), SearchedText.grams(message.content()));
    }
  }

  @Override
  public void recalled(Sql sql, MessageId message) {
    if (sql.update("DELETE FROM indexed_messages WHERE message = ?", message.value()) > 0) {
      delete(sql, message);
    }
  }

  private static void delete(Sql sql, MessageId message) {
    sql.write("DELETE FROM message_grams WHERE rowid = ?", message.value());
  }

  @Override
  public List<Place> find(
      Snapshot snapshot,
      ConversationId conversation,
      GramQuery query,
      long after,
      long before,
      int limit) {
    return JdbcSnapshot.sql(snapshot)
        .list(
            FIND, JdbcSearchIndex::place, match(conversation, query), before, after, before, limit);
  }

  /// The query in the language of FTS5.
  private static String match(ConversationId conversation, GramQuery query) {
    return query.written(
        gram -> '"' + token(conversation, gram.text()) + '"' + (gram.prefix() ? " *" : ""),
        " AND ",
        " OR ");
  }
}
