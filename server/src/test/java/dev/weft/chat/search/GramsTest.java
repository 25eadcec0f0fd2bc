package dev.weft.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.search.GramQuery.All;
import dev.weft.chat.search.GramQuery.Any;
import dev.weft.chat.search.GramQuery.Gram;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An index by n-grams leaves out no text that keywords are found in.
class GramsTest {

  /// Few letters, so that texts and keywords meet; with case, marks, a letter beyond 16 bits, and
  /// letters whose folded form is one of ASCII.
  private static final List<String> LETTERS =
      List.of(
          "a", "B", "b", "É", "e\u0301", "苹", "果", "手", "か", "ไ", "𠮷", "7", "ſ", "\u212a", "İ",
          "😀", " ", ",", "，", "'", "\"", "-", "\t", "\ud800", "\u0000");

  private static final List<SearchMode> MODES = List.of(SearchMode.values());

  @Test
  void a_text_is_cut_at_each_of_its_letters() {
    assertThat(Grams.of("Tea 茶叶")).containsExactlyInAnyOrder("tea", "ea", "a", "茶叶", "叶");
    assertThat(Grams.of(" -!\n")).isEmpty();
  }

  @Test
  void a_keyword_wants_its_pieces() {
    assertThat(query(SearchMode.EXACT, false, "teas"))
        .contains(new All(List.of(new Gram("tea", false), new Gram("eas", false))));
    assertThat(query(SearchMode.EXACT, false, "茶")).contains(new Gram("茶", true));
    assertThat(query(SearchMode.DEFAULT, false, "苹果手"))
        .contains(new Any(List.of(new Gram("苹果", true), new Gram("果手", true))));
    assertThat(query(SearchMode.EXACT, false, "!?")).isEmpty();
    assertThat(query(SearchMode.DEFAULT, false, "tea", "!?")).isEmpty();
    assertThat(query(SearchMode.DEFAULT, true, "tea", "!?")).contains(new Gram("tea", false));
  }

  @Test
  void whatever_is_found_in_a_text_has_its_n_grams_there() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = text(random, 1 + random.nextInt(12));
      List<String> words =
          IntStream.rangeClosed(0, random.nextInt(2))
              .mapToObj(_ -> text(random, 1 + random.nextInt(5)))
              .filter(word -> !word.isBlank())
              .toList();
      if (words.isEmpty()) {
        continue;
      }
      SearchMode mode = MODES.get(random.nextInt(MODES.size()));
      Keywords keywords = Keywords.of(words, random.nextBoolean(), mode);
      Optional<GramQuery> query = keywords.grams();
      if (query.isPresent() && keywords.in(text).isPresent()) {
        found++;
        assertThat(fits(query.get(), Grams.of(text)))
            .as("seed %d: %s of %s in \"%s\"", seed, mode, words, text)
            .isTrue();
      }
    }
    assertThat(found).isGreaterThan(1_000);
  }

  private static Optional<GramQuery> query(SearchMode mode, boolean all, String... words) {
    return Keywords.of(List.of(words), all, mode).grams();
  }

  private static String text(Random random, int length) {
    return IntStream.range(0, length)
        .mapToObj(_ -> LETTERS.get(random.nextInt(LETTERS.size())))
        .collect(Collectors.joining());
  }

  private static boolean fits(GramQuery query, Set<String> grams) {
    return switch (query) {
      case Gram(var text, var prefix) ->
          prefix ? grams.stream().anyMatch(gram -> gram.startsWith(text)) : grams.contains(text);
      case All(var parts) -> parts.stream().allMatch(part -> fits(part, grams));
      case Any(var parts) -> parts.stream().anyMatch(part -> fits(part, grams));
    };
  }
}
