package dev.weft.chat.search;

import dev.weft.chat.Content;
import dev.weft.chat.JsonObjects;
import java.util.Optional;
import java.util.Set;

/// The part of a message in which keywords are looked for (VENDOR-2026, section 2.3).
public final class SearchedText {

  private SearchedText() {}

  /// The n-grams of a message: none if it is not searched.
  public static Set<String> grams(Content content) {
    return of(content).map(Grams::of).orElse(Set.of());
  }

  /// What a text says, the address of a location, the name of a file; empty for what is not
  /// searched.
  public static Optional<String> of(Content content) {
    String field =
        switch (content.type()) {
          case TXT -> "msg";
          case LOC -> "addr";
          case IMG, VIDEO, FILE -> "filename";
          default -> "";
        };
    return !field.isEmpty() && JsonObjects.fields(content.body()).get(field) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }
}
