package dev.weft.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.moderation.WordMatcher.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The matcher finds what a comparison at every place finds.
class WordMatcherTest {

  private static final long SEED = 20_261_128;

  @Test
  void the_longest_word_at_each_place_is_found() {
    WordMatcher matcher = new WordMatcher(List.of("a", "ab", "abc", "b"));

    assertThat(matcher.find("xABcb")).extracting(Found::word).containsExactly("ABc", "b");
  }

  @Test
  void it_agrees_with_a_comparison_at_every_place() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2_000; round++) {
      Set<String> words = new TreeSet<>();
      for (int i = random.nextInt(8); i >= 0; i--) {
        words.add(text(random, 1 + random.nextInt(4)));
      }
      String text = text(random, random.nextInt(30));

      assertThat(new WordMatcher(words).find(text))
          .as("%s in %s", words, text)
          .isEqualTo(naive(words, text));
    }
  }

  /// Few letters, so that words overlap; one of them is the largest there is.
  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("ab茶\uffff".charAt(random.nextInt(4)));
    }
    return text.toString();
  }

  private static List<Found> naive(Set<String> words, String text) {
    List<Found> found = new ArrayList<>();
    int place = 0;
    while (place < text.length()) {
      int from = place;
      int length =
          words.stream()
              .filter(word -> text.startsWith(word, from))
              .mapToInt(String::length)
              .max()
              .orElse(0);
      if (length > 0) {
        found.add(new Found(text.substring(from, from + length), from, from + length));
      }
      place += Math.max(1, length);
    }
    return found;
  }
}
