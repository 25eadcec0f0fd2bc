package dev.weft.chat;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next where the next page begins, in the list's own terms; null after the last item
public record Page<T>(List<T> items, @Nullable String next) {

  /// The page that begins with `found`, of which at most `limit` are shown: one item more shows
  /// that another page follows.
  ///
  /// @param position of an item, as `next` says it
  public static <T> Page<T> of(List<T> found, int limit, Function<T, String> position) {
    boolean more = found.size() > limit;
    List<T> shown = List.copyOf(more ? found.subList(0, limit) : found);
    return new Page<>(shown, more ? position.apply(shown.getLast()) : null);
  }

  /// The same page of what becomes of its items.
  public <R> Page<R> map(Function<? super T, ? extends R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), next);
  }
}
