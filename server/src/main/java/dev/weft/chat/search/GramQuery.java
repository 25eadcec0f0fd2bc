package dev.weft.chat.search;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which n-grams a text must have to be worth reading. A text without them has nothing of what is
/// looked for; one with them may have it.
public sealed interface GramQuery {

  /// One n-gram.
  ///
  /// @param text letters and digits in their [folded form][Grams]
  /// @param prefix whether every n-gram that begins with it will do
  record Gram(String text, boolean prefix) implements GramQuery {}

  /// Every one of them.
  record All(List<GramQuery> parts) implements GramQuery {}

  /// One of them at least.
  record Any(List<GramQuery> parts) implements GramQuery {}

  /// The query in the language of a database.
  ///
  /// @param gram writes one n-gram
  /// @param and stands between parts of which every one is needed
  /// @param or stands between parts of which one will do
  default String written(Function<Gram, String> gram, String and, String or) {
    return switch (this) {
      case Gram one -> gram.apply(one);
      case All(var parts) -> joined(parts, part -> part.written(gram, and, or), and);
      case Any(var parts) -> joined(parts, part -> part.written(gram, and, or), or);
    };
  }

  private static String joined(
      List<GramQuery> parts, Function<GramQuery, String> written, String between) {
    return parts.stream().map(written).collect(Collectors.joining(between, "(", ")"));
  }

  /// All of these; the part itself if there is only one.
  ///
  /// @param parts one at least
  static GramQuery all(List<GramQuery> parts) {
    List<GramQuery> each = parts.stream().distinct().toList();
    return each.size() == 1 ? each.getFirst() : new All(each);
  }

  /// Any of these; the part itself if there is only one.
  ///
  /// @param parts one at least
  static GramQuery any(List<GramQuery> parts) {
    List<GramQuery> each = parts.stream().distinct().toList();
    return each.size() == 1 ? each.getFirst() : new Any(each);
  }
}
