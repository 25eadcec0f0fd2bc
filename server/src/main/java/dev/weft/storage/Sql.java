package dev.weft.storage;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs statements on one connection, by one thread at a time. Every statement is prepared once and
/// kept: callers pass constants, never text made of data.
///
/// Where each statement is a journey to the server, those of [#write] wait and travel with the next
/// one that has an answer: a message with its callbacks is then two journeys and not five.
final class Sql implements AutoCloseable {

  /// Statements that wait to be sent: bounds the text that is made of them.
  private static final int MAX_UNSENT = 32;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<Unsent> unsent = new ArrayList<>();
  private final Set<String> once = new HashSet<>();
  private long writes;

  Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /// A statement that waits to be sent.
  private record Unsent(String sql, List<@Nullable Object> parameters) {}

  /// Reads one row into a value.
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /// How many statements were run that may have changed something.
  long writes() {
    return writes;
  }

  /// Runs a statement that returns no rows, whatever it changes. It may be sent later, but before
  /// every other statement and before the commit.
  void write(String sql, @Nullable Object... parameters) {
    if (!dialect.pipelines()) {
      update(sql, parameters);
      return;
    }
    unsent.add(new Unsent(sql, Arrays.asList(parameters)));
    if (unsent.size() == MAX_UNSENT) {
      Unsent last = unsent.removeLast();
      update(last.sql(), last.parameters().toArray());
    }
  }

  /// As [#write], but only if this has not written the same before: on PostgreSQL, once in each
  /// unit of work.
  void writeOnce(String sql) {
    if (once.add(sql)) {
      write(sql);
    }
  }

  /// Runs a statement that returns no rows and answers how many rows it changed.
  int update(String sql, @Nullable Object... parameters) {
    writes++;
    String text = withUnsent(sql);
    try {
      PreparedStatement statement = prepare(text);
      int earlier = bind(statement, parameters);
      if (earlier == 0) {
        return statement.executeUpdate();
      }
      skip(statement, earlier);
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  /// The first row, if there is one.
  <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  /// Every row. The statement itself must bound how many that are.
  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    String text = withUnsent(sql);
    try (ResultSet rows = query(text, parameters)) {
      List<T> values = new ArrayList<>();
      Row row = new Row(rows);
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    } catch (SQLException e) {
      throw failure(text, e);
    }
  }

  private ResultSet query(String text, @Nullable Object[] parameters) throws SQLException {
    if (!text.startsWith("SELECT ")) {
      writes++;
    }
    PreparedStatement statement = prepare(text);
    int earlier = bind(statement, parameters);
    if (earlier == 0) {
      return statement.executeQuery();
    }
    skip(statement, earlier);
    return statement.getResultSet();
  }

  /// Ends the transaction; what was not sent yet is sent along.
  ///
  /// @throws SQLException if it failed, or if it is not known whether it did
  void commit() throws SQLException {
    if (unsent.isEmpty()) {
      connection.commit();
      return;
    }
    PreparedStatement statement = prepare(withUnsent("COMMIT"));
    skip(statement, bind(statement, new Object[0]));
  }

  /// Ends the transaction without a trace.
  ///
  /// @throws SQLException if the connection is lost, which comes to the same
  void rollBack() throws SQLException {
    unsent.clear();
    connection.rollback();
  }

  /// Keeps the driver from ending a transaction after each statement that is in none.
  void stopAutoCommit() {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new StoreFailedException("the store could not be opened", e);
    }
  }

  private String withUnsent(String sql) {
    if (unsent.isEmpty()) {
      return sql;
    }
    StringBuilder text = new StringBuilder();
    unsent.forEach(earlier -> text.append(earlier.sql()).append(';'));
    return text.append(sql).toString();
  }

  private PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    return statement;
  }

  /// Answers how many statements go before the one with these parameters.
  private int bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
    int index = 0;
    int earlier = unsent.size();
    for (Unsent before : unsent) {
      for (@Nullable Object parameter : before.parameters()) {
        bind(statement, ++index, parameter);
      }
    }
    unsent.clear();
    for (@Nullable Object parameter : parameters) {
      bind(statement, ++index, parameter);
    }
    return earlier;
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case String text -> statement.setString(index, dialect.text(text));
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case long[] column -> statement.setObject(index, column);
      case Long[] column -> statement.setObject(index, column);
      case String[] column -> statement.setObject(index, texts(column));
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
    }
  }

  private String[] texts(String[] column) {
    return Stream.of(column)
        .map(text -> text == null ? null : dialect.text(text))
        .toArray(String[]::new);
  }

  /// Runs several statements at once and passes the results of the first `earlier` of them.
  private static void skip(PreparedStatement statement, int earlier) throws SQLException {
    boolean _ = statement.execute();
    for (int i = 0; i < earlier; i++) {
      boolean _ = statement.getMoreResults();
    }
  }

  /// A statement that has failed is not used again: the driver would go on failing with it, however
  /// well the store is by then.
  private StoreFailedException failure(String text, SQLException e) {
    @Nullable PreparedStatement failed = prepared.remove(text);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
    }
    return new StoreFailedException("the store failed at \"" + text + "\": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreFailedException("the store could not be closed", e);
    }
  }
}
