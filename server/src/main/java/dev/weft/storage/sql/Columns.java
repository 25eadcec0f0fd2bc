package dev.weft.storage.sql;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Turns rows into columns: PostgreSQL takes many rows in one statement as an array of each column.
///
/// Statements take the arrays apart again by `SELECT unnest(?), unnest(?)`, row by row. `FROM
/// unnest(?, ?)` would write every column into a store of its own first.
public final class Columns {

  private Columns() {}

  // Loops, because streams cost more than the few rows that usually go through them.

  public static <T> long[] numbers(List<T> rows, ToLongFunction<T> column) {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    return values;
  }

  public static <T> @Nullable Long[] numbersOrNulls(
      List<T> rows, Function<T, @Nullable Long> column) {
    return column(rows, column, new @Nullable Long[rows.size()]);
  }

  public static <T> byte[][] bytes(List<T> rows, Function<T, byte[]> column) {
    return column(rows, column, new byte[rows.size()][]);
  }

  public static <T> byte[] @Nullable [] bytesOrNulls(
      List<T> rows, Function<T, byte @Nullable []> column) {
    byte[] @Nullable [] values = new byte[rows.size()] @Nullable [];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }

  public static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return column(rows, column, new String[rows.size()]);
  }

  public static <T> @Nullable String[] textsOrNulls(
      List<T> rows, Function<T, @Nullable String> column) {
    return column(rows, column, new @Nullable String[rows.size()]);
  }

  private static <T, V extends @Nullable Object> V[] column(
      List<T> rows, Function<T, ? extends V> column, V[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }
}
