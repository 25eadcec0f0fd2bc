package dev.weft.storage.search;

import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.search.GramQuery;
import dev.weft.chat.search.SearchedText;
import dev.weft.storage.sql.Columns;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The index of what is searched, in PostgreSQL: a GIN index over n-grams, of which one names the
/// conversation. No extension is needed.
public final class PostgresSearchIndex extends JdbcSearchIndex {

  /// No n-gram begins with it.
  private static final String CONVERSATION = "#";

  private static final String FIND =
      "SELECT message, position FROM indexed_messages WHERE grams @@ ?::tsquery"
          + " AND conversation = ? AND position > ? AND position < ?"
          + " ORDER BY message DESC LIMIT ?";

  /// All rows in one statement.
  @Override
  void insert(Sql sql, ConversationId conversation, List<Indexed> messages) {
    if (!messages.isEmpty()) {
      sql.write(
          "INSERT INTO indexed_messages (conversation, message, position, grams)"
              + " SELECT ?, unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::text[])::tsvector",
          conversation.value(),
          Columns.numbers(messages, each -> each.place().message().value()),
          Columns.numbers(messages, each -> each.place().position()),
          Columns.texts(messages, each -> lexemes(each.grams()) + lexeme(conversation)));
    }
  }

  @Override
  public void edited(Sql sql, Message message) {
    sql.write(
        "UPDATE indexed_messages SET grams = (? || quote_literal('#' || conversation))::tsvector"
            + " WHERE message = ?",
        lexemes(SearchedText.grams(message.content())),
        message.id().value());
  }

  /// N-grams as a text of type tsvector. No n-gram has a quotation mark in it.
  private static String lexemes(Set<String> grams) {
    return grams.stream().map(gram -> "'" + gram + "' ").collect(Collectors.joining());
  }

  private static String lexeme(ConversationId conversation) {
    return "'" + CONVERSATION + conversation.value() + "'";
  }

  @Override
  public void recalled(Sql sql, MessageId message) {
    sql.write("DELETE FROM indexed_messages WHERE message = ?", message.value());
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
            FIND,
            JdbcSearchIndex::place,
            lexeme(conversation) + " & " + match(query),
            conversation.value(),
            after,
            before,
            limit);
  }

  /// The query as a text of type tsquery. No n-gram has a quotation mark in it.
  private static String match(GramQuery query) {
    return query.written(
        gram -> "'" + gram.text() + "'" + (gram.prefix() ? ":*" : ""), " & ", " | ");
  }
}
