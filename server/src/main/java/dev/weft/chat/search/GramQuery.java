package dev.weft.chat.search;

import java.util.List;

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
