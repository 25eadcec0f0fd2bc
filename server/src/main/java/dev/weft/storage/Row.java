package dev.weft.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of a result, its columns counted from 1.
final class Row {

  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  long number(int column) throws SQLException {
    return rows.getLong(column);
  }

  int count(int column) throws SQLException {
    return rows.getInt(column);
  }

  @Nullable Long numberOrNull(int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : value;
  }

  boolean flag(int column) throws SQLException {
    return rows.getInt(column) != 0;
  }

  String text(int column) throws SQLException {
    return rows.getString(column);
  }

  @Nullable String textOrNull(int column) throws SQLException {
    return rows.getString(column);
  }

  byte[] bytes(int column) throws SQLException {
    return rows.getBytes(column);
  }

  Instant time(int column) throws SQLException {
    return Instant.ofEpochMilli(rows.getLong(column));
  }

  @Nullable Instant timeOrNull(int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : Instant.ofEpochMilli(value);
  }
}
