package dev.weft.storage.sql;

import dev.weft.chat.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pages cut at a number that every row has, so that a page costs the same wherever it begins.
///
/// @param position the number by which the list is sorted
public record Keyset<T>(long position, T item) {

  /// How many rows to read for a page of `limit`: one more shows whether another page follows.
  public static int rowsFor(int limit) {
    return limit + 1;
  }

  /// The page made of [#rowsFor] rows; its `next` is null if nothing follows.
  public static <T> Page<T> page(List<Keyset<T>> rows, int limit) {
    return Page.of(rows, limit, row -> Long.toString(row.position())).map(Keyset::item);
  }

  /// Where an ascending page begins, exclusive. A cursor that is not ours finds nothing.
  public static long after(@Nullable String cursor) {
    return cursor == null ? Long.MIN_VALUE : parse(cursor, Long.MAX_VALUE);
  }

  /// Where a descending page begins, exclusive. A cursor that is not ours finds nothing.
  public static long before(@Nullable String cursor) {
    return cursor == null ? Long.MAX_VALUE : parse(cursor, Long.MIN_VALUE);
  }

  private static long parse(String cursor, long otherwise) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
