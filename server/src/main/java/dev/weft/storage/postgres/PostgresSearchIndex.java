package dev.weft.storage.postgres;

import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.search.GramQuery;
import dev.weft.storage.jdbc.JdbcSearchIndex;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import java.util.List;
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

  @Override
  protected void insert(Sql sql, ConversationId conversation, List<Indexed> messages) {
    for (Indexed message : messages) {
      sql.write(
          "INSERT INTO indexed_messages (message, conversation, position, grams)"
              + " VALUES (?, ?, ?, array_to_tsvector(?::text[]))",
          message.place().message().value(),
          conversation.value(),
          message.place().position(),
          lexemes(message, conversation));
    }
  }

  private static String[] lexemes(Indexed message, ConversationId conversation) {
    String[] lexemes = message.grams().toArray(new String[message.grams().size() + 1]);
    lexemes[lexemes.length - 1] = CONVERSATION + conversation.value();
    return lexemes;
  }

  @Override
  protected void edited(Sql sql, Message message) {
    sql.write(
        "UPDATE indexed_messages SET grams ="
            + " array_to_tsvector(?::text[] || ('#' || conversation::text)) WHERE message = ?",
        grams(message).toArray(new String[0]),
        message.id().value());
  }

  @Override
  protected void recalled(Sql sql, MessageId message) {
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
            "'" + CONVERSATION + conversation.value() + "' & " + match(query),
            conversation.value(),
            after,
            before,
            limit);
  }

  /// The query as a text of type tsquery. No n-gram has a quotation mark in it.
  private static String match(GramQuery query) {
    return switch (query) {
      case GramQuery.Gram(var text, var prefix) -> "'" + text + "'" + (prefix ? ":*" : "");
      case GramQuery.All(var parts) -> joined(parts, " & ");
      case GramQuery.Any(var parts) -> joined(parts, " | ");
    };
  }

  private static String joined(List<GramQuery> parts, String between) {
    return parts.stream()
        .map(PostgresSearchIndex::match)
        .collect(Collectors.joining(between, "(", ")"));
  }
}
