package dev.weft.chat.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Words are found in any script.
class KeywordsTest {

  private static Optional<String> marked(
      String text, SearchMode mode, boolean all, String... words) {
    return Keywords.of(List.of(words), all, mode).in(text).map(found -> found.marked("[", "]"));
  }

  @Test
  void any_word_is_enough_and_case_does_not_count() {
    assertThat(marked("Tea, or coffee?", SearchMode.DEFAULT, false, "TEA milk"))
        .contains("[Tea], or coffee?");
    assertThat(marked("Water?", SearchMode.DEFAULT, false, "TEA milk")).isEmpty();
  }

  @Test
  void letters_of_scripts_without_spaces_match_in_pairs() {
    assertThat(marked("我刚买了一台苹果手机，感觉很不错", SearchMode.DEFAULT, false, "苹果手机"))
        .contains("我刚买了一台[苹果手机]，感觉很不错");
    assertThat(marked("手机坏了", SearchMode.DEFAULT, false, "苹果手机")).contains("[手机]坏了");
    assertThat(marked("茶", SearchMode.DEFAULT, false, "茶")).contains("[茶]");
  }

  @Test
  void every_keyword_is_needed_if_so_asked() {
    assertThat(marked("项目会议", SearchMode.DEFAULT, true, "项目", "预算")).isEmpty();
    assertThat(marked("项目会议谈预算", SearchMode.DEFAULT, true, "项目", "预算")).contains("[项目]会议谈[预算]");
  }

  @Test
  void an_exact_search_wants_all_of_it() {
    assertThat(marked("会议项目", SearchMode.EXACT, false, "项目会议")).isEmpty();
    assertThat(marked("the tea pot", SearchMode.EXACT, false, "tea pot")).contains("the [tea pot]");
  }

  @Test
  void a_phrase_wants_its_words_in_order() {
    assertThat(marked("Tea - pot", SearchMode.PHRASE, false, "tea pot")).contains("[Tea - pot]");
    assertThat(marked("pot tea", SearchMode.PHRASE, false, "tea pot")).isEmpty();
  }

  @Test
  void a_fuzzy_search_bears_one_wrong_letter() {
    assertThat(marked("hallo there", SearchMode.FUZZY, false, "hello")).contains("[hallo] there");
    assertThat(marked("helo there", SearchMode.FUZZY, false, "hello")).contains("[helo] there");
    assertThat(marked("holla there", SearchMode.FUZZY, false, "hello")).isEmpty();
  }

  @Test
  void pieces_stand_around_what_was_found() {
    Found found =
        Keywords.of(List.of("tea"), false, SearchMode.DEFAULT)
            .in("0123456789 tea 0123456789 0123456789 0123456789 tea")
            .orElseThrow();
    assertThat(found.pieces(9, 5, "[", "]")).containsExactly("89 [tea] 01", "89 [tea]");
    assertThat(found.pieces(9, 1, "[", "]")).hasSize(1);
  }
}
