package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.search.Keywords;
import dev.weft.chat.search.SearchMode;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.loop.Loops;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.sync.search.SearchIndexStore.Place;
import dev.weft.sync.search.SearchIndexer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A conversation is indexed while its messages are edited and recalled.
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit calls fill().
class SearchIndexerTest extends EachStore {

  private static final int MESSAGES = 2_000;
  private static final GroupId GROUP = new GroupId(500);

  private AppId app = new AppId(0);
  private MessageStore messages;
  private TimelineStore timelines;
  private SearchIndexStore index;

  @BeforeEach
  void fill() {
    app = makeApp("app");
    messages = database.messages();
    timelines = database.timelines(new AtomicLong(1_000)::incrementAndGet);
    index = database.searchIndex();
    Conversation group = new Conversation.OfGroup(app, GROUP);
    run(
        tx -> {
          for (long id = 1; id <= MESSAGES; id++) {
            messages.insert(tx, message(id, "secret"));
            Entry entry = new Entry(id, EntryKind.MESSAGE, new MessageId(id), Origin.SERVER, null);
            timelines.append(tx, group, entry, _ -> {});
          }
        });
  }

  private Message message(long id, String text) {
    return textTo(app, GROUP, id, text);
  }

  private Set<Long> found(String keyword) {
    var query = Keywords.of(List.of(keyword), false, SearchMode.EXACT).grams().orElseThrow();
    Set<Long> ids = new HashSet<>();
    for (Place place :
        read(
            snapshot ->
                index.find(snapshot, GROUP.conversation(), query, 0, Long.MAX_VALUE, MESSAGES))) {
      ids.add(place.message().value());
    }
    return ids;
  }

  @Test
  void no_word_outlives_its_message() {
    try (SearchIndexer indexer =
        new SearchIndexer(database.transactions(), timelines, messages, index, new Loops())) {
      indexer.start();
      CompletableFuture<@Nullable Void> indexed = indexer.index(GROUP.conversation());
      // Where the indexer is by now, as often as not.
      for (long id = 1; id <= MESSAGES; id += 2) {
        Message edited = message(id, "harmless");
        boolean recalled = id % 4 == 1;
        run(
            tx -> {
              assertThat(messages.findForUpdate(tx, edited.id())).isPresent();
              if (recalled) {
                messages.recall(tx, edited);
              } else {
                messages.update(tx, edited);
              }
            });
      }
      indexed.join();
    }

    assertThat(found("secret")).isEqualTo(ids(2, 2));
    assertThat(found("harmless")).isEqualTo(ids(3, 4));
    assertThat(read(snapshot -> index.indexedTo(snapshot, GROUP.conversation())).longValue())
        .isEqualTo(MESSAGES);
  }

  @Test
  void what_says_nothing_at_first_is_found_once_it_says_something() {
    run(
        tx -> {
          messages.update(tx, message(1, "..."));
          messages.update(tx, message(2, ""));
        });
    try (SearchIndexer indexer =
        new SearchIndexer(database.transactions(), timelines, messages, index, new Loops())) {
      indexer.start();
      indexer.index(GROUP.conversation()).join();
    }
    run(
        tx -> {
          messages.update(tx, message(1, "words"));
          messages.update(tx, message(2, "the whole words of a stream"));
        });

    assertThat(found("words")).containsExactlyInAnyOrder(1L, 2L);
  }

  private static Set<Long> ids(long first, long step) {
    return new HashSet<>(
        LongStream.iterate(first, id -> id <= MESSAGES, id -> id + step).boxed().toList());
  }
}
