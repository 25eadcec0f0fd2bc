package dev.weft.storage.sql;

import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The prepared statements of one connection. Each is prepared once and kept: callers pass
/// constants, never text made of data.
final class Statements {

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    return statement;
  }

  Set<String> texts() {
    return Set.copyOf(prepared.keySet());
  }

  /// Binds one parameter.
  ///
  /// @param index counted from 1
  /// @throws IllegalArgumentException if no column takes such a value
  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setObject(index, null);
      case String text -> statement.setString(index, dialect.text(text));
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant time -> statement.setLong(index, time.toEpochMilli());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case byte[][] column -> statement.setObject(index, column);
      case int[] column -> statement.setObject(index, column);
      case long[] column -> statement.setObject(index, column);
      case Long[] column -> statement.setObject(index, column);
      case String[] column -> statement.setObject(index, texts(column));
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass());
    }
  }

  private @Nullable String[] texts(@Nullable String[] column) {
    @Nullable String[] texts = new @Nullable String[column.length];
    for (int i = 0; i < texts.length; i++) {
      @Nullable String text = column[i];
      texts[i] = text == null ? null : dialect.text(text);
    }
    return texts;
  }

  /// What a failed statement is to the caller. It is not used again: the driver would go on failing
  /// with it, however well the store is by then.
  StoreFailedException failure(String text, SQLException e) {
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
}
