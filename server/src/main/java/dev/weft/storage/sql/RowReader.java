package dev.weft.storage.sql;

import java.sql.SQLException;

/// Reads one row into a value.
public interface RowReader<T> {

  /// The value of `row`, which is another one afterwards.
  ///
  /// @throws SQLException if the driver cannot read it
  T read(Row row) throws SQLException;
}
