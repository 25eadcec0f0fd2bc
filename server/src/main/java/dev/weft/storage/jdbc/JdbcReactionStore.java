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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reactions over JDBC: what both databases do in the same way.
public abstract class JdbcReactionStore implements ReactionStore {

  private static final Pattern POSITION = Pattern.compile("([0-9]{1,18})\\.(.+)");

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
  public List<Reaction> of(Snapshot snapshot, List<MessageId> messages, UserId reader, int users) {
    if (messages.isEmpty()) {
      return List.of();
    }
    return together(given(JdbcSnapshot.sql(snapshot), messages, reader, users));
  }

  /// Runs the [query][#query] for some messages, at least one.
  protected abstract List<Given> given(Sql sql, List<MessageId> messages, UserId reader, int users);

  /// A reaction, and one of the users who gave it.
  public record Given(Reaction reaction, UserId user) {
    private boolean isSameAs(Given other) {
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

  /// A user, and when it reacted.
  private record Giver(UserId user, long at) {

    /// Where the list goes on behind this user.
    String position() {
      return at + "." + user;
    }

    /// The one that a position names; the beginning if it names none.
    static Giver of(@Nullable String position) {
      Matcher matcher = POSITION.matcher(position == null ? "" : position);
      return matcher.matches()
          ? new Giver(new UserId(matcher.group(2)), Long.parseLong(matcher.group(1)))
          : new Giver(new UserId(""), 0);
    }
  }

  @Override
  public Page<UserId> users(
      Snapshot snapshot, MessageId message, String reaction, int limit, @Nullable String after) {
    Giver last = Giver.of(after);
    List<Giver> found =
        JdbcSnapshot.sql(snapshot)
            .list(
                "SELECT name, created FROM reactions WHERE message = ? AND reaction = ?"
                    + " AND (created > ? OR created = ? AND name > ?)"
                    + " ORDER BY created, name LIMIT ?",
                row -> new Giver(new UserId(row.text(1)), row.number(2)),
                message.value(),
                reaction,
                last.at(),
                last.at(),
                last.user().value(),
                limit + 1);
    return Page.of(found, limit, Giver::position).map(Giver::user);
  }

  @Override
  public void forget(Tx tx, MessageId message) {
    JdbcSnapshot.sql(tx).write("DELETE FROM reactions WHERE message = ?", message.value());
  }
}
