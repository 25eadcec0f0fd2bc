package dev.weft.storage.sqlite;

import dev.weft.app.UserId;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.Reaction;
import dev.weft.storage.jdbc.JdbcReactionStore;
import dev.weft.storage.sql.JdbcSnapshot;
import dev.weft.storage.sql.Row;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reactions in SQLite.
public final class SqliteReactionStore extends JdbcReactionStore {

  private static final String OF_ONE = query("?");

  private static final int FEW = 200;

  private static final String FEW_ROWS =
      "SELECT reaction, id, name, created FROM reactions WHERE message = ? LIMIT ?";

  @Override
  public void add(Tx tx, MessageId message, String reaction, UserId user, long id, Instant now) {
    JdbcSnapshot.sql(tx)
        .write(
            "INSERT INTO reactions (message, reaction, name, id, created) VALUES (?, ?, ?, ?, ?)",
            message.value(),
            reaction,
            user.value(),
            id,
            now);
  }

  @Override
  public void remove(Tx tx, MessageId message, String reaction, UserId user) {
    JdbcSnapshot.sql(tx)
        .write(
            "DELETE FROM reactions WHERE message = ? AND reaction = ? AND name = ?",
            message.value(),
            reaction,
            user.value());
  }

  @Override
  protected List<Given> given(Sql sql, List<MessageId> messages, UserId reader, int users) {
    return messages.stream()
        .flatMap(message -> given(sql, message, reader, users).stream())
        .toList();
  }

  /// Few rows are counted faster here than by the window functions of the query.
  private static List<Given> given(Sql sql, MessageId message, UserId reader, int users) {
    List<Stored> rows = sql.list(FEW_ROWS, Stored::of, message.value(), FEW + 1);
    return rows.size() > FEW
        ? sql.list(OF_ONE, JdbcReactionStore::given, reader.value(), message.value(), users)
        : together(message, rows, reader, users);
  }

  private record Stored(String text, long id, UserId user, Instant at) {

    static Stored of(Row row) throws SQLException {
      return new Stored(row.text(1), row.number(2), new UserId(row.text(3)), row.time(4));
    }
  }

  /// In the order of the query.
  private static List<Given> together(
      MessageId message, List<Stored> rows, UserId reader, int users) {
    Map<String, List<Stored>> byText = new LinkedHashMap<>();
    rows.stream()
        .sorted(Comparator.comparing(Stored::at).thenComparing(Stored::user))
        .forEach(row -> byText.computeIfAbsent(row.text(), _ -> new ArrayList<>()).add(row));
    List<Given> all = new ArrayList<>();
    byText.values().stream()
        .sorted(
            Comparator.<List<Stored>, Instant>comparing(same -> same.getFirst().at())
                .thenComparingLong(same -> same.getFirst().id())
                .thenComparing(same -> same.getFirst().text()))
        .forEach(
            same -> {
              Stored first = same.getFirst();
              boolean own = same.stream().anyMatch(row -> row.user().equals(reader));
              Reaction reaction =
                  new Reaction(
                      first.id(), message, first.text(), same.size(), own, List.of(), first.at());
              same.stream().limit(users).forEach(row -> all.add(new Given(reaction, row.user())));
            });
    return all;
  }
}
