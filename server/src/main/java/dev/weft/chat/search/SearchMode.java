package dev.weft.chat.search;

import java.util.Locale;
import java.util.Optional;

/// How a keyword is looked for.
public enum SearchMode {
  /// Any part of it: its words and, of scripts that are written without spaces, any two letters
  /// that stand side by side.
  DEFAULT,
  /// All of it, as it stands.
  EXACT,
  /// Its words in their order, whatever stands between them.
  PHRASE,
  /// As [#DEFAULT]; words of four letters or more may differ in one.
  FUZZY;

  /// The mode by the vendor's word.
  public static Optional<SearchMode> of(String word) {
    for (SearchMode mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
