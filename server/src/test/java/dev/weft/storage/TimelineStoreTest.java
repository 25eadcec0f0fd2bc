package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Source;
import dev.weft.chat.ThreadId;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.ResolvedEntry;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.Timelines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with timelines.
class TimelineStoreTest extends EachStore {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("Ben");
  private static final Origin DEVICE = new Origin(Source.SDK, 7, -42, null);

  private final AtomicLong ids = new AtomicLong(1_000);
  private final List<Appended> resolved = Collections.synchronizedList(new ArrayList<>());
  private AppId app = new AppId(0);
  private Conversation group = new Conversation.OfGroup(app, new GroupId(500));

  private TimelineStore timelines;

  @BeforeEach
  void makeApp() {
    app = makeApp("app");
    group = new Conversation.OfGroup(app, new GroupId(500));
    timelines = database.timelines(ids::incrementAndGet);
  }

  @Test
  void entries_stand_in_the_order_of_their_positions_and_know_the_one_before() {
    append(group, message(10));
    append(group, message(20));
    append(group, new Entry(30, EntryKind.RECALL, new MessageId(10), DEVICE, null));
    append(group, new Entry(40, EntryKind.NOTICE, null, Origin.SERVER, new byte[] {0, 1, -1}));

    List<Entry> entries = after(group, 0, 10);
    assertThat(entries).extracting(Entry::position).containsExactly(10L, 20L, 30L, 40L);
    assertThat(entries)
        .extracting(Entry::kind)
        .containsExactly(EntryKind.MESSAGE, EntryKind.MESSAGE, EntryKind.RECALL, EntryKind.NOTICE);
    assertThat(entries)
        .extracting(Entry::message)
        .containsExactly(new MessageId(10), new MessageId(20), new MessageId(10), null);
    assertThat(entries.get(2).origin()).isEqualTo(DEVICE);
    assertThat(entries.getFirst().origin()).isEqualTo(Origin.SERVER);
    assertThat(entries.get(3).data()).containsExactly(0, 1, -1);
    assertThat(resolved).extracting(Appended::previous).containsExactly(0L, 10L, 20L, 30L);
    assertThat(resolved)
        .extracting(one -> one.entry().position())
        .containsExactly(10L, 20L, 30L, 40L);
    assertThat(head(group)).isEqualTo(40);
  }

  @Test
  void one_that_wishes_for_a_place_in_the_past_comes_to_the_end_and_still_names_its_message() {
    append(group, message(100));
    append(group, message(50));
    append(group, message(60));

    assertThat(after(group, 0, 10))
        .extracting(Entry::position, Entry::message)
        .containsExactly(
            tuple(100L, new MessageId(100)),
            tuple(101L, new MessageId(50)),
            tuple(102L, new MessageId(60)));
    assertThat(resolved).extracting(Appended::previous).containsExactly(0L, 100L, 101L);
  }

  @Test
  void what_one_unit_of_work_adds_stands_together_in_its_order() {
    append(group, message(100));
    resolved.clear();
    run(
        tx -> {
          timelines.append(tx, group, message(90), resolved::add);
          timelines.append(tx, group, message(95), resolved::add);
          timelines.append(tx, group, message(91), resolved::add);
        });

    List<Entry> added = after(group, 100, 10);
    assertThat(added)
        .extracting(Entry::message)
        .containsExactly(new MessageId(90), new MessageId(95), new MessageId(91));
    assertThat(added).extracting(Entry::position).isSorted();
    assertThat(resolved)
        .extracting(one -> one.entry().position())
        .containsExactlyElementsOf(added.stream().map(Entry::position).toList());
    assertThat(resolved)
        .extracting(Appended::previous)
        .containsExactly(100L, added.get(0).position(), added.get(1).position());
  }

  @Test
  void conversations_do_not_see_each_other() {
    Conversation other = new Conversation.OfThread(app, new ThreadId(501), new GroupId(500));
    append(group, message(10));
    append(other, message(5));

    assertThat(after(other, 0, 10)).extracting(Entry::position).containsExactly(5L);
    assertThat(resolved).extracting(Appended::previous).containsExactly(0L, 0L);
    assertThat(head(new Conversation.OfGroup(app, new GroupId(502)))).isZero();
  }

  @Test
  void pages_go_forwards_and_backwards() {
    for (long id = 1; id <= 9; id++) {
      append(group, message(id));
    }

    assertThat(after(group, 3, 3)).extracting(Entry::position).containsExactly(4L, 5L, 6L);
    List<Entry> backwards = read(snapshot -> timelines.before(snapshot, group.id(), 7, 3));
    assertThat(backwards).extracting(Entry::position).containsExactly(6L, 5L, 4L);
    assertThat(after(group, 9, 3)).isEmpty();
  }

  @Test
  void what_was_undone_has_no_place_and_is_not_told() {
    append(group, message(10));
    try {
      run(
          tx -> {
            timelines.append(tx, group, message(20), resolved::add);
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("undone");
    }
    append(group, message(15));

    assertThat(after(group, 0, 10)).extracting(Entry::position).containsExactly(10L, 15L);
    assertThat(resolved).extracting(Appended::previous).containsExactly(0L, 10L);
  }

  @Test
  void after_a_restart_it_goes_on_behind_the_last_entry() {
    append(group, message(10));
    reopen();
    timelines = database.timelines(ids::incrementAndGet);
    append(group, message(4));

    assertThat(after(group, 0, 10)).extracting(Entry::position).containsExactly(10L, 11L);
    assertThat(resolved.getLast().previous()).isEqualTo(10);
  }

  @Test
  void two_users_have_one_conversation_whoever_writes_first() {
    Conversation.OfPair made = pair(BEN, ANN);

    assertThat(made.low()).isEqualTo(ANN);
    assertThat(made.high()).isEqualTo(new UserId("ben"));
    assertThat(made.peerOf(ANN)).isEqualTo(new UserId("ben"));
    assertThat(pair(ANN, BEN)).isEqualTo(made);
    assertThat(findPair(app)).contains(made);
    assertThat(find(made.id())).contains(made);
    AppId another = makeApp("another");
    assertThat(findPair(another)).isEmpty();
    reopen();
    timelines = database.timelines(ids::incrementAndGet);
    assertThat(pair(BEN, ANN)).isEqualTo(made);
    assertThat(database.newestConversation()).isEqualTo(made.id().value());
  }

  @Test
  void the_number_of_a_pair_that_was_undone_is_not_remembered() {
    try {
      run(
          tx -> {
            Conversation.OfPair _ = timelines.pair(tx, app, ANN, BEN);
            throw new IllegalStateException("undone");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("undone");
    }
    Conversation.OfPair made = pair(ANN, BEN);

    assertThat(find(made.id())).contains(made);
  }

  @Test
  void a_user_has_one_inbox_and_it_is_no_pair() {
    Conversation.OfUser inbox = inbox(BEN);
    Conversation.OfPair self = pair(BEN, BEN);

    assertThat(inbox.user()).isEqualTo(new UserId("ben"));
    assertThat(self.id()).isNotEqualTo(inbox.id());
    assertThat(inbox(new UserId("ben"))).isEqualTo(inbox);
    assertThat(find(inbox.id())).contains(inbox);
  }

  @Test
  void a_local_id_is_found_again_while_it_is_young_enough() {
    append(group, new Entry(10, EntryKind.MESSAGE, new MessageId(10), DEVICE, null));

    assertThat(local(DEVICE, 0)).extracting(Entry::position).containsExactly(10L);
    assertThat(local(DEVICE, 10)).isEmpty();
    assertThat(local(new Origin(Source.SDK, 8, -42, null), 0)).isEmpty();
    assertThat(local(new Origin(Source.SDK, 7, 42, null), 0)).isEmpty();
  }

  private List<Entry> local(Origin origin, long since) {
    return read(
        snapshot -> timelines.findLocal(snapshot, group.id(), origin, since).stream().toList());
  }

  @Test
  void the_sweep_takes_what_is_old_and_no_message_in_steps() {
    append(group, message(10));
    append(group, new Entry(20, EntryKind.EDIT, new MessageId(10), DEVICE, null));
    append(group, new Entry(30, EntryKind.RECEIPT, null, DEVICE, new byte[] {1}));
    append(group, new Entry(40, EntryKind.NOTICE, null, DEVICE, new byte[] {2}));

    assertThat(sweep(1)).isEqualTo(1);
    assertThat(sweep(10)).isEqualTo(1);
    assertThat(sweep(10)).isZero();
    assertThat(after(group, 0, 10)).extracting(Entry::position).containsExactly(10L, 40L);
  }

  @Test
  void an_entry_is_told_with_its_message_as_it_is_now() {
    Message kept = stored(10);
    Message recalled = stored(20);
    append(group, message(10));
    append(group, message(20));
    append(group, new Entry(30, EntryKind.EDIT, new MessageId(10), DEVICE, null));
    append(group, new Entry(40, EntryKind.NOTICE, null, DEVICE, new byte[] {2}));
    run(tx -> database.messages().recall(tx, recalled));
    Timelines all = new Timelines(database.transactions(), timelines, database.messages());

    assertThat(all.after(group.id(), 0, 10))
        .extracting(ResolvedEntry::message)
        .containsExactly(kept, null, kept, null);
    assertThat(all.before(group.id(), 40, 1))
        .extracting(ResolvedEntry::message)
        .containsExactly(kept);
  }

  private Message stored(long id) {
    Message message =
        new Message(
            new MessageId(id),
            app,
            new Recipient.ToGroup(new GroupId(500)),
            ANN,
            new Content(MessageType.TXT, "{\"msg\":\"x\"}", "{}"),
            NOW,
            NOW,
            0,
            null,
            null);
    run(tx -> database.messages().insert(tx, message));
    return message;
  }

  /// Whoever reads while others write never finds a position below one that was there.
  @Test
  void positions_become_visible_in_their_order() throws Exception {
    int writers = 4;
    int each = 50;
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicLong clock = new AtomicLong();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Long>> reader = pool.submit(() -> follow(writing));
      List<Future<?>> done = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        done.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    append(group, message(clock.incrementAndGet()));
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      writing.set(false);
      List<Long> seen = reader.get();

      assertThat(seen).hasSize(writers * each).isSorted().doesNotHaveDuplicates();
    }
    List<Long> positions = after(group, 0, 1_000).stream().map(Entry::position).toList();
    assertThat(resolved)
        .extracting(one -> one.entry().position())
        .containsExactlyInAnyOrderElementsOf(positions);
    for (Appended one : resolved) {
      int index = positions.indexOf(one.entry().position());
      assertThat(one.previous()).isEqualTo(index == 0 ? 0 : positions.get(index - 1));
    }
  }

  private List<Long> follow(AtomicBoolean writing) {
    List<Long> seen = new ArrayList<>();
    long position = 0;
    boolean last = false;
    while (true) {
      List<Entry> next = after(group, position, 10);
      for (Entry entry : next) {
        seen.add(entry.position());
        position = entry.position();
      }
      if (next.isEmpty()) {
        if (last) {
          return seen;
        }
        last = !writing.get();
      }
    }
  }

  private static Entry message(long id) {
    return new Entry(id, EntryKind.MESSAGE, new MessageId(id), Origin.SERVER, null);
  }

  private void append(Conversation conversation, Entry entry) {
    run(tx -> timelines.append(tx, conversation, entry, resolved::add));
  }

  private List<Entry> after(Conversation conversation, long position, int limit) {
    ConversationId id = conversation.id();
    return read(snapshot -> timelines.after(snapshot, id, position, limit));
  }

  private long head(Conversation conversation) {
    return read(snapshot -> timelines.head(snapshot, conversation.id()));
  }

  private Conversation.OfPair pair(UserId one, UserId other) {
    return call(tx -> timelines.pair(tx, app, one, other));
  }

  private Optional<Conversation.OfPair> findPair(AppId where) {
    return read(snapshot -> timelines.findPair(snapshot, where, ANN, BEN));
  }

  private Optional<Conversation> find(ConversationId id) {
    return read(snapshot -> timelines.find(snapshot, id));
  }

  private Conversation.OfUser inbox(UserId user) {
    return call(tx -> timelines.inbox(tx, app, user));
  }

  private int sweep(int limit) {
    return call(tx -> timelines.sweep(tx, 40, limit));
  }
}
