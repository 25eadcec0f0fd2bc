package dev.weft.storage.jdbc;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.message.Reaction;
import dev.weft.chat.message.ReactionStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reactions over JDBC: what both databases do in the same way.
public abstract class JdbcReactionStore implements ReactionStore {

  /// One row for each user that is named.
  private static final String QUERY =
      "SELECT message, reaction, id, name, first, total, own FROM (SELECT r.message, r.reaction,"
          + " r.id, r.name, row_number() OVER (PARTITION BY r.message, r.reaction"
          + " ORDER BY r.created, r.name) AS n,"
          + " count(*) OVER (PARTITION BY r.message, r.reaction) AS total,"
          + " max(CASE WHEN r.name = ? THEN 1 ELSE 0 END)"
          + " OVER (PARTITION BY r.message, r.reaction) AS own,"
          + " min(r.created) OVER (PARTITION BY r.message, r.reaction) AS first"
          + " FROM reactions r WHERE r.message = %s) t WHERE n <= ?"
          + " ORDER BY message, first, id, reaction, n";

  /// The query for the reactions to some messages; its parameters are the reader, the messages, and
  /// how many users are named of each reaction.
  ///
  /// @param messages a constant: what `message =` compares with
  protected static String query(String messages) {
    return QUERY.replace("%s", messages);
  }

  @Override
  public boolean add(Tx tx, MessageId message, String reaction, UserId user, long id, Instant now) {
    return JdbcSnapshot.sql(tx)
            .update(
                "INSERT INTO reactions (message, reaction, name, id, created)"
                    + " VALUES (?, ?, ?, coalesce((SELECT max(id) FROM reactions"
                    + " WHERE message = ? AND reaction = ?), ?), ?)"
                    + " ON CONFLICT (message, reaction, name) DO NOTHING",
                message.value(),
                reaction,
                user.value(),
                message.value(),
                reaction,
                id,
                now)
        > 0;
  }

  @Override
  public boolean remove(Tx tx, MessageId message, String reaction, UserId user) {
    return JdbcSnapshot.sql(tx)
            .update(
                "DELETE FROM reactions WHERE message = ? AND reaction = ? AND name = ?",
                message.value(),
                reaction,
                user.value())
        > 0;
  }

  @Override
  public int count(Snapshot snapshot, MessageId message) {
    return JdbcSnapshot.sql(snapshot)
        .one(
            "SELECT count(DISTINCT reaction) FROM reactions WHERE message = ?",
            row -> row.count(1),
            message.value())
        .orElse(0);
  }

  @Override
  public List<Reaction> of(Snapshot snapshot, List<MessageId> messages, UserId reader, int users) {
    if (messages.isEmpty()) {
      return List.of();
    }
    return together(given(JdbcSnapshot.sql(snapshot), messages, reader, users));
  }

  /// Runs the [query][#query] for some messages, at least one.
  protected abstract List<Given> given(Sql sql, List<MessageId> messages, UserId reader, int users);

  /// A reaction, and one of the users who gave it.
  protected record Given(Reaction reaction, UserId user) {
    boolean isSameAs(Given other) {
      return reaction.message().equals(other.reaction.message())
          && reaction.text().equals(other.reaction.text());
    }
  }

  /// Reads a row of the [query][#query].
  protected static Given given(Row row) throws SQLException {
    return new Given(
        new Reaction(
            row.number(3),
            new MessageId(row.number(1)),
            row.text(2),
            row.count(6),
            row.flag(7),
            List.of(),
            row.time(5)),
        new UserId(row.text(4)));
  }

  private static List<Reaction> together(List<Given> rows) {
    List<Reaction> reactions = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      Given first = rows.get(from);
      List<UserId> users = new ArrayList<>();
      while (from < rows.size() && rows.get(from).isSameAs(first)) {
        users.add(rows.get(from++).user());
      }
      Reaction one = first.reaction();
      reactions.add(
          new Reaction(
              one.id(),
              one.message(),
              one.text(),
              one.count(),
              one.own(),
              List.copyOf(users),
              one.created()));
    }
    return List.copyOf(reactions);
  }

  @Override
  public Page<UserId> users(
      Snapshot snapshot, MessageId message, String reaction, int limit, @Nullable String after) {
    List<UserId> found =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name FROM reactions WHERE message = ? AND reaction = ? AND name > ?"
                    + " ORDER BY name LIMIT ?",
                row -> new UserId(row.text(1)),
                message.value(),
                reaction,
                after == null ? "" : after,
                limit + 1);
    return Page.of(found, limit, UserId::value);
  }

  @Override
  public void forget(Tx tx, MessageId message) {
    JdbcSnapshot.sql(tx).write("DELETE FROM reactions WHERE message = ?", message.value());
  }
}
