package dev.weft.storage;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs statements on one connection, by one thread at a time. Every statement is prepared once and
/// kept: callers pass constants, never text made of data.
final class Sql implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Reads one row into a value.
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /// Runs a statement that returns no rows and answers how many rows it changed.
  int update(String sql, @Nullable Object... parameters) {
    try {
      return prepare(sql, parameters).executeUpdate();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /// The first row, if there is one.
  <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(new Row(rows))) : Optional.empty();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /// Every row. The statement itself must bound how many that are.
  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    try (ResultSet rows = prepare(sql, parameters).executeQuery()) {
      List<T> values = new ArrayList<>();
      Row row = new Row(rows);
      while (rows.next()) {
        values.add(reader.read(row));
      }
      return values;
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
    }
  }

  /// A statement that has failed is not used again: the driver would go on failing with it, however
  /// well the store is by then.
  private StoreFailedException failure(String sql, SQLException e) {
    @Nullable PreparedStatement failed = prepared.remove(sql);
    if (failed != null) {
      try {
        failed.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
    }
    return new StoreFailedException("the store failed at \"" + sql + "\": " + e.getMessage(), e);
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
