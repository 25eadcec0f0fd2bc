package dev.weft.storage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Pipelining: statements that nobody waits for travel with the next one that has an answer, as one
/// round trip to the server. Where none are added, each statement goes by itself.
final class Pipeline {

  /// Statements that wait to be sent: bounds the text that is made of them.
  private static final int MAX_UNSENT = 32;

  private static final @Nullable Object[] NONE = {};

  private final Statements statements;
  private final List<Unsent> unsent = new ArrayList<>();

  Pipeline(Statements statements) {
    this.statements = statements;
  }

  Set<String> prepared() {
    return statements.texts();
  }

  /// A statement that waits to be sent, and who reads what it returns.
  private record Unsent(
      String sql, @Nullable RowReader<?> reader, List<@Nullable Object> parameters) {}

  boolean isEmpty() {
    return unsent.isEmpty();
  }

  /// Adds a statement; true if there are now so many that they should be sent.
  boolean add(String sql, @Nullable RowReader<?> reader, @Nullable Object[] parameters) {
    unsent.add(new Unsent(sql, reader, Arrays.asList(parameters)));
    return unsent.size() == MAX_UNSENT;
  }

  /// Forgets what was not sent.
  void clear() {
    unsent.clear();
  }

  /// Runs a statement that returns no rows and answers how many rows it changed.
  int update(String sql, @Nullable Object[] parameters) {
    String text = withUnsent(sql);
    try {
      PreparedStatement statement = statements.prepare(text);
      List<Unsent> earlier = bind(statement, parameters);
      if (earlier.isEmpty()) {
        return statement.executeUpdate();
      }
      readEarlier(statement, earlier);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw statements.failure(text, e);
    }
  }

  /// The first row, if there is one.
  <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object[] parameters) {
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    } catch (SQLException e) {
      throw statements.failure(text, e);
    }
  }

  /// Every row.
  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object[] parameters) {
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      List<T> values = new ArrayList<>();
      Row row = new Row(rows);
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    } catch (SQLException e) {
      throw statements.failure(text, e);
    }
  }

  /// Ends the transaction by a statement that travels with all that waits.
  ///
  /// @throws SQLException if it failed, or if it is not known whether it did
  void commit() throws SQLException {
    PreparedStatement statement = statements.prepare(withUnsent("COMMIT"));
    readEarlier(statement, bind(statement, NONE));
  }

  private ResultSet query(String text, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = statements.prepare(text);
    List<Unsent> earlier = bind(statement, parameters);
    if (earlier.isEmpty()) {
      return statement.executeQuery();
    }
    readEarlier(statement, earlier);
    return statement.getResultSet();
  }

  private String withUnsent(String sql) {
    if (unsent.isEmpty()) {
      return sql;
    }
    StringBuilder text = new StringBuilder();
    unsent.forEach(earlier -> text.append(earlier.sql()).append(';'));
    return text.append(sql).toString();
  }

  /// Answers the statements that go before the one with these parameters.
  private List<Unsent> bind(PreparedStatement statement, @Nullable Object[] parameters)
      throws SQLException {
    int index = 0;
    List<Unsent> earlier = List.copyOf(unsent);
    for (Unsent before : earlier) {
      for (@Nullable Object parameter : before.parameters()) {
        statements.bind(statement, ++index, parameter);
      }
    }
    unsent.clear();
    for (@Nullable Object parameter : parameters) {
      statements.bind(statement, ++index, parameter);
    }
    return earlier;
  }

  /// Runs several statements at once and goes through the results of `earlier` to the last one.
  private static void readEarlier(PreparedStatement statement, List<Unsent> earlier)
      throws SQLException {
    boolean _ = statement.execute();
    for (Unsent before : earlier) {
      @Nullable RowReader<?> reader = before.reader();
      if (reader != null) {
        readAll(statement, reader);
      }
      boolean _ = statement.getMoreResults();
    }
  }

  private static void readAll(PreparedStatement statement, RowReader<?> reader)
      throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      Row row = new Row(rows);
      while (rows.next()) {
        Object _ = reader.read(row);
      }
    }
  }
}
