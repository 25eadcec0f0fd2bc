package dev.weft.storage.sql;

/// Rows that wait until something else is asked for, so that many become one statement. No
/// statement of any other kind sees the database without them.
public interface Batch {

  /// How many rows wait.
  int size();

  /// Forgets the rows after the first `size`.
  void cut(int size);

  /// Writes all rows, by [Sql#write] or [Sql#writeAndRead]; none wait afterwards.
  void send(Sql sql);
}
