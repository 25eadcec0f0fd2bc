package dev.weft.chat.moderation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Finds many words in a text at once: at each place of the text it narrows a range of the sorted
/// words, letter by letter, so that the cost grows with the text and the logarithm of the words.
/// Letter case does not matter. Immutable.
final class WordMatcher {

  /// A word and where it stands.
  ///
  /// @param end the place after its last letter
  record Found(String word, int start, int end) {

    boolean isWithin(Found other) {
      return other.start <= start && end <= other.end;
    }
  }

  private final String[] words;

  WordMatcher(Collection<String> words) {
    this.words = words.stream().map(WordMatcher::folded).distinct().sorted().toArray(String[]::new);
  }

  /// Letter by letter, so that places in the text stay what they are.
  static String folded(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = Character.toLowerCase(folded[i]);
    }
    return new String(folded);
  }

  boolean isEmpty() {
    return words.length == 0;
  }

  /// Whether a word is the whole text.
  boolean isWord(String text) {
    return Arrays.binarySearch(words, folded(text)) >= 0;
  }

  /// The longest word at each place, first to last; no two share a letter.
  List<Found> find(String text) {
    String folded = folded(text);
    List<Found> found = new ArrayList<>();
    int place = 0;
    while (place < folded.length()) {
      int length = longest(folded, place);
      if (length > 0) {
        found.add(new Found(text.substring(place, place + length), place, place + length));
      }
      place += Math.max(1, length);
    }
    return found;
  }

  /// How long the longest word is that begins at `start`; 0 if none does.
  private int longest(String text, int start) {
    int low = 0;
    int high = words.length;
    int longest = 0;
    for (int depth = 0; start + depth < text.length() && low < high; depth++) {
      char letter = text.charAt(start + depth);
      low = first(low, high, depth, letter);
      high = first(low, high, depth, letter + 1);
      if (low < high && words[low].length() == depth + 1) {
        longest = depth + 1;
      }
    }
    return longest;
  }

  /// The first of the words from `low` to `high`, which begin alike, whose letter at `depth` is not
  /// before `letter`.
  private int first(int low, int high, int depth, int letter) {
    int from = low;
    int to = high;
    while (from < to) {
      int middle = (from + to) >>> 1;
      String word = words[middle];
      if (word.length() <= depth || word.charAt(depth) < letter) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
