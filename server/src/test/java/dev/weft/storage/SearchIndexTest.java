package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.search.Grams;
import dev.weft.chat.search.Keywords;
import dev.weft.chat.search.SearchMode;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.sync.search.SearchIndexStore.Indexed;
import dev.weft.sync.search.SearchIndexStore.Place;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with the index of what is searched.
@SuppressWarnings("NullAway.Init") // JUnit calls makeApp().
class SearchIndexTest extends EachStore {

  private static final GroupId GROUP = new GroupId(500);
  private static final ConversationId HERE = GROUP.conversation();
  private static final ConversationId THERE = new GroupId(501).conversation();

  private AppId app = new AppId(0);
  private MessageStore messages;
  private SearchIndexStore index;

  @BeforeEach
  void makeApp() {
    app = makeApp("app");
    messages = database.messages();
    index = database.searchIndex();
  }

  private Message message(long id, String text) {
    return textTo(app, GROUP, id, text);
  }

  private void add(ConversationId conversation, long id, long position, String text) {
    run(
        tx -> {
          long _ = index.lock(tx, conversation);
          index.add(
              tx,
              conversation,
              List.of(new Indexed(new Place(new MessageId(id), position), Grams.of(text))),
              position);
        });
  }

  private List<Long> find(String keyword) {
    return find(HERE, keyword, 0, Long.MAX_VALUE, 10);
  }

  private List<Long> find(
      ConversationId conversation, String keyword, long after, long before, int limit) {
    var query = Keywords.of(List.of(keyword), false, SearchMode.EXACT).grams().orElseThrow();
    return read(snapshot -> index.find(snapshot, conversation, query, after, before, limit))
        .stream()
        .map(place -> place.message().value())
        .toList();
  }

  private long indexedTo(ConversationId conversation) {
    return read(snapshot -> index.indexedTo(snapshot, conversation));
  }

  @Test
  void a_part_of_a_word_is_found_in_any_script_newest_first() {
    add(HERE, 10, 10, "Our Steamer leaves");
    add(HERE, 20, 20, "我刚买了一台苹果手机");
    add(HERE, 30, 30, "steam 手机");

    assertThat(find("tea")).containsExactly(30L, 10L);
    assertThat(find("team")).containsExactly(30L, 10L);
    assertThat(find("er l")).containsExactly(10L);
    assertThat(find("手机")).containsExactly(30L, 20L);
    assertThat(find("果")).containsExactly(20L);
    assertThat(find("s")).containsExactly(30L, 10L);
    assertThat(find("手机坏")).isEmpty();
  }

  @Test
  void each_conversation_is_alone() {
    add(HERE, 10, 10, "tea");
    add(THERE, 20, 20, "tea");

    assertThat(find("tea")).containsExactly(10L);
    assertThat(find(THERE, "te", 0, Long.MAX_VALUE, 10)).containsExactly(20L);
    assertThat(indexedTo(HERE)).isEqualTo(10);
    assertThat(indexedTo(new ConversationId(7))).isZero();
  }

  @Test
  void positions_bound_what_is_found() {
    add(HERE, 10, 10, "tea");
    add(HERE, 20, 35, "tea");
    add(HERE, 40, 40, "tea");

    assertThat(find(HERE, "tea", 10, 40, 10)).containsExactly(20L);
    assertThat(find(HERE, "tea", 34, 36, 10)).containsExactly(20L);
    assertThat(find(HERE, "tea", 35, 50, 10)).containsExactly(40L);
    assertThat(find(HERE, "tea", 0, 50, 2)).containsExactly(40L, 20L);
  }

  @Test
  void an_edit_changes_what_a_message_is_found_by() {
    Message before = message(10, "green tea");
    run(tx -> messages.insert(tx, before));
    add(HERE, 10, 10, "green tea");

    run(tx -> messages.update(tx, message(10, "绿茶")));

    assertThat(find("tea")).isEmpty();
    assertThat(find("绿茶")).containsExactly(10L);
    run(tx -> messages.update(tx, message(10, "!")));
    assertThat(find("绿茶")).isEmpty();
  }

  @Test
  void a_recalled_message_leaves_nothing_in_the_index() {
    Message message = message(10, "a secret");
    run(tx -> messages.insert(tx, message));
    add(HERE, 10, 10, "a secret");

    run(tx -> messages.recall(tx, message));

    assertThat(find("secret")).isEmpty();
    add(HERE, 10, 10, "other");
    assertThat(find("secret")).as("not even behind the same number").isEmpty();
  }

  @Test
  void what_is_not_indexed_is_edited_without_being_indexed() {
    run(tx -> messages.insert(tx, message(10, "tea")));

    run(tx -> messages.update(tx, message(10, "coffee")));

    assertThat(find("coffee")).isEmpty();
  }

  @Test
  void an_undone_step_is_done_again() {
    add(HERE, 10, 10, "tea");
    try {
      run(
          tx -> {
            assertThat(index.lock(tx, HERE)).isEqualTo(10);
            index.add(
                tx,
                HERE,
                List.of(new Indexed(new Place(new MessageId(20), 20), Grams.of("tea"))),
                20);
            throw new IllegalArgumentException("undone");
          });
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessage("undone");
    }

    assertThat(indexedTo(HERE)).isEqualTo(10);
    assertThat(find("tea")).containsExactly(10L);
    add(HERE, 20, 20, "tea");
    reopen();
    assertThat(find("tea")).containsExactly(20L, 10L);
  }
}
