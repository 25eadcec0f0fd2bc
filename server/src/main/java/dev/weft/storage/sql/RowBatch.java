package dev.weft.storage.sql;

import java.util.ArrayList;
import java.util.List;

/// A [Batch] of rows of one kind, in the order in which they came.
///
/// @param <R> what is kept of a row until it is written
public abstract class RowBatch<R> implements Batch {

  /// What is written at once at the most, however many wait.
  private static final int MAX_ROWS = 512;

  /// The rows that wait.
  protected final List<R> rows = new ArrayList<>();

  /// Adds a row, and sends all batches of `sql` if it fills this one.
  protected final void add(Sql sql, R row) {
    rows.add(row);
    if (rows.size() >= MAX_ROWS) {
      sql.sendBatches();
    }
  }

  @Override
  public final int size() {
    return rows.size();
  }

  @Override
  public final void cut(int size) {
    rows.subList(size, rows.size()).clear();
  }
}
