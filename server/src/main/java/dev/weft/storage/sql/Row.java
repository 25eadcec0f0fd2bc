package dev.weft.storage.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of a result, its columns counted from 1.
public final class Row {

  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  public long number(int column) throws SQLException {
    return rows.getLong(column);
  }

  public int count(int column) throws SQLException {
    return rows.getInt(column);
  }

  public @Nullable Long numberOrNull(int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : value;
  }

  public boolean flag(int column) throws SQLException {
    return rows.getInt(column) != 0;
  }

  public String text(int column) throws SQLException {
    return rows.getString(column);
  }

  public @Nullable String textOrNull(int column) throws SQLException {
    return rows.getString(column);
  }

  public byte[] bytes(int column) throws SQLException {
    return rows.getBytes(column);
  }

  public byte @Nullable [] bytesOrNull(int column) throws SQLException {
    return rows.getBytes(column);
  }

  public Instant time(int column) throws SQLException {
    return Instant.ofEpochMilli(rows.getLong(column));
  }

  public @Nullable Instant timeOrNull(int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : Instant.ofEpochMilli(value);
  }
}
