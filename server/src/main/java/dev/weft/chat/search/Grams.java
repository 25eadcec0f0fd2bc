package dev.weft.chat.search;

import dev.weft.chat.search.GramQuery.Gram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// N-grams: a text as pieces of three letters side by side, so that an index finds any part of a
/// word in any script. Chinese has no spaces between words, and its words are short.
///
/// A piece begins at each letter of a text; at the end of a run of letters it is shorter. So a part
/// of one or two letters is the beginning of some piece. Spaces and the punctuation of ASCII divide
/// runs. Letters are folded as [java.util.regex.Pattern#UNICODE_CASE] compares them.
public final class Grams {

  private static final int LENGTH = 3;

  /// The most n-grams of one text: a row of an index has a bound.
  static final int MOST = 50_000;

  private Grams() {}

  /// The n-grams of a text, each once; those of its beginning if it is very long.
  public static Set<String> of(String text) {
    Set<String> grams = new LinkedHashSet<>();
    for (int[] run : runs(text)) {
      for (int i = 0; i < run.length && grams.size() < MOST; i++) {
        grams.add(new String(run, i, Math.min(LENGTH, run.length - i)));
      }
    }
    return grams;
  }

  /// What a text must have that contains `part`; empty if the part has nothing that is indexed.
  static Optional<GramQuery> query(String part) {
    List<GramQuery> grams = new ArrayList<>();
    for (int[] run : runs(part)) {
      if (run.length < LENGTH) {
        grams.add(new Gram(new String(run, 0, run.length), true));
      }
      for (int i = 0; i + LENGTH <= run.length; i++) {
        grams.add(new Gram(new String(run, i, LENGTH), false));
      }
    }
    return grams.isEmpty() ? Optional.empty() : Optional.of(GramQuery.all(grams));
  }

  private static List<int[]> runs(String text) {
    List<int[]> runs = new ArrayList<>();
    int[] letters = text.codePoints().map(Grams::folded).toArray();
    int start = 0;
    for (int i = 0; i <= letters.length; i++) {
      if (i == letters.length || divides(letters[i])) {
        if (i > start) {
          runs.add(Arrays.copyOfRange(letters, start, i));
        }
        start = i + 1;
      }
    }
    return runs;
  }

  private static int folded(int letter) {
    return Character.toLowerCase(Character.toUpperCase(letter));
  }

  private static boolean divides(int letter) {
    if (letter < 0x80) {
      return !Character.isLetterOrDigit(letter);
    }
    return switch (Character.getType(letter)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
