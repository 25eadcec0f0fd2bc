package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Ids;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;
import dev.weft.chat.User;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore;
import dev.weft.sync.ConversationStateStore.ConversationState;
import dev.weft.sync.ConversationStateStore.Listed;
import dev.weft.sync.CursorStore;
import dev.weft.sync.Followed;
import dev.weft.sync.SyncRetention;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceId;
import dev.weft.sync.device.DeviceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with devices, their cursors, and how users stand to conversations.
@SuppressWarnings("NullAway.Init") // JUnit calls prepare().
class SyncStoresTest extends EachStore {

  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final GroupId GROUP = new GroupId(500);
  private static final ThreadId THREAD = new ThreadId(501);

  private final AtomicLong ids = new AtomicLong(1_000);
  private AppId app;
  private TimelineStore timelines;
  private CursorStore cursors;
  private ConversationStateStore conversationStates;

  @BeforeEach
  void prepare() {
    app = makeApp("app");
    timelines = database.timelines(ids::incrementAndGet);
    cursors = database.cursors();
    conversationStates = database.conversationStates();
    user(ANN);
    user(BEN);
  }

  @Test
  void a_device_is_the_same_one_when_it_logs_in_again() {
    Device first = login(ANN, "web", 1);
    Device second = login(ANN, "web", 2);
    Device other = login(ANN, "phone", 3);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.login()).isEqualTo(2);
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(find("web")).contains(second);
    assertThat(find("tablet")).isEmpty();
    assertThat(devices(ANN)).containsExactly(other, second);
    assertThat(devices(BEN)).isEmpty();
  }

  @Test
  void devices_that_were_away_for_long_are_forgotten_with_their_cursors() {
    Device old = login(ANN, "web", 1);
    Device young = login(ANN, "phone", 2);
    run(tx -> database.devices().seen(tx, List.of(young.id()), NOW.plusSeconds(60)));
    save(old, GROUP.value(), 10);
    join(GROUP, ANN, NOW.minusSeconds(600));

    assertThat(forget(NOW.plusSeconds(1))).isEqualTo(1);
    assertThat(forget(NOW.plusSeconds(1))).isZero();

    assertThat(devices(ANN)).extracting(Device::id).containsExactly(young.id());
    Device again = login(ANN, "web", 3);
    assertThat(again.id()).isNotEqualTo(old.id());
  }

  @Test
  void what_only_devices_need_goes_by_age_in_steps() {
    Conversation.OfPair pair = call(tx -> timelines.pair(tx, app, ANN, BEN));
    long old = Ids.firstAt(NOW).value();
    for (int i = 0; i < 501; i++) {
      notice(pair, old + i);
    }
    Instant later = NOW.plus(SyncRetention.KEEP);
    long young = Ids.firstAt(later).value();
    notice(pair, young);
    Device unused = login(ANN, "web", 1);
    Device used = login(ANN, "phone", 2);
    run(tx -> database.devices().seen(tx, List.of(used.id()), later));

    SyncRetention early = retention(later.minusSeconds(1));
    assertThat(early.stepTimelines()).isFalse();
    assertThat(early.stepDevices()).isFalse();
    assertThat(positions(pair)).hasSize(502);
    assertThat(devices(ANN)).containsExactlyInAnyOrder(unused, find("phone").orElseThrow());

    SyncRetention due = retention(later.plusSeconds(1));
    assertThat(due.stepTimelines()).isTrue();
    assertThat(due.stepTimelines()).isFalse();
    assertThat(due.stepDevices()).isFalse();
    assertThat(positions(pair)).containsExactly(young);
    assertThat(devices(ANN)).extracting(Device::id).containsExactly(used.id());
  }

  private SyncRetention retention(Instant now) {
    return new SyncRetention(
        database.transactions(),
        timelines,
        database.devices(),
        Clock.fixed(now, ZoneOffset.UTC),
        Duration.ofDays(7));
  }

  private void notice(Conversation conversation, long position) {
    Entry entry = new Entry(position, EntryKind.NOTICE, null, Origin.SERVER, new byte[] {1});
    run(tx -> timelines.append(tx, conversation, entry, _ -> {}));
  }

  private List<Long> positions(Conversation conversation) {
    return database
        .transactions()
        .read(snapshot -> timelines.after(snapshot, conversation.id(), 0, 1_000))
        .stream()
        .map(Entry::position)
        .toList();
  }

  private int forget(Instant before) {
    return call(tx -> database.devices().forget(tx, before, 10));
  }

  @Test
  void a_user_who_goes_leaves_no_devices_behind() {
    Device device = login(ANN, "web", 1);
    Device bens = login(BEN, "web", 2);
    save(device, 500, 10);
    run(tx -> conversationStates.read(tx, app, ANN, new ConversationId(500), 10));

    run(tx -> database.devices().forgetUser(tx, app, ANN));

    assertThat(devices(ANN)).isEmpty();
    assertThat(devices(BEN)).containsExactly(bens);
    assertThat(state(ANN, 500)).isEmpty();
  }

  @Test
  void a_device_hears_its_groups_threads_pairs_and_inbox_and_no_others() {
    Device device = login(ANN, "web", 1);
    join(GROUP, ANN, NOW);
    thread(ANN, NOW);
    join(new GroupId(600), BEN, NOW);
    Conversation.OfPair pair = call(tx -> timelines.pair(tx, app, BEN, ANN));
    Conversation.OfPair self = call(tx -> timelines.pair(tx, app, ANN, ANN));
    Conversation.OfUser inbox = call(tx -> timelines.inbox(tx, app, ANN));
    Conversation.OfUser _ = call(tx -> timelines.inbox(tx, app, BEN));

    assertThat(followed(device, 0))
        .extracting(Followed::conversation)
        .containsExactlyInAnyOrder(
            new Conversation.OfGroup(app, GROUP),
            new Conversation.OfThread(app, THREAD, GROUP),
            pair,
            self,
            inbox);
  }

  @Test
  void a_device_goes_on_at_its_cursor() {
    Device device = login(ANN, "web", 1);
    join(GROUP, ANN, NOW);
    long first = at(Duration.ofSeconds(1));
    long second = at(Duration.ofSeconds(2));
    append(new Conversation.OfGroup(app, GROUP), first);
    append(new Conversation.OfGroup(app, GROUP), second);

    save(device, 500, first);
    assertThat(one(device, 0)).isEqualTo(new Followed(group(), first, second));
    save(device, 500, second);
    assertThat(one(device, 0)).isEqualTo(new Followed(group(), second, second));
    save(device, 500, first);
    assertThat(one(device, 0).from()).isEqualTo(second);
  }

  @Test
  void many_cursors_are_kept_at_once_and_the_furthest_of_several_counts() {
    Device one = login(ANN, "web", 1);
    Device other = login(ANN, "phone", 2);
    join(GROUP, ANN, Instant.EPOCH);
    run(
        tx ->
            cursors.save(
                tx,
                List.of(
                    new CursorStore.Cursor(other.id(), group().id(), 7),
                    new CursorStore.Cursor(one.id(), group().id(), 9),
                    new CursorStore.Cursor(one.id(), group().id(), 4))));
    run(tx -> cursors.save(tx, List.of()));

    assertThat(one(one, 0).from()).isEqualTo(9);
    assertThat(one(other, 0).from()).isEqualTo(7);
  }

  @Test
  void a_new_device_gets_what_no_device_of_the_user_has_got() {
    join(GROUP, ANN, NOW);
    long first = at(Duration.ofSeconds(1));
    append(group(), first);
    append(group(), at(Duration.ofSeconds(2)));
    save(login(ANN, "web", 1), 500, first);
    save(login(BEN, "web", 2), 500, at(Duration.ofSeconds(2)));

    assertThat(one(login(ANN, "phone", 3), 0).from()).isEqualTo(first);
  }

  @Test
  void the_first_device_of_a_user_gets_what_came_since_the_user_did() {
    join(GROUP, ANN, NOW);
    long from = one(login(ANN, "web", 1), 0).from();

    assertThat(from).isLessThan(at(Duration.ZERO)).isGreaterThan(at(Duration.ofMillis(-1)));
  }

  @Test
  void what_came_while_the_user_was_out_of_the_group_is_not_for_him() {
    Device device = login(ANN, "web", 1);
    save(device, 500, at(Duration.ofMinutes(-1)));
    join(GROUP, ANN, NOW);

    assertThat(one(device, 0).from()).isGreaterThan(at(Duration.ofMillis(-1)));
  }

  @Test
  void nothing_is_older_than_the_floor() {
    Device device = login(ANN, "web", 1);
    join(GROUP, ANN, NOW);
    long floor = at(Duration.ofSeconds(30));

    assertThat(one(device, floor).from()).isEqualTo(floor);
    assertThat(one(device, floor).isBehind()).isFalse();
  }

  @Test
  void what_is_read_is_not_unread_and_never_goes_back() {
    ConversationId id = group().id();
    run(tx -> conversationStates.read(tx, app, ANN, id, 10));
    run(tx -> conversationStates.read(tx, app, ANN, id, 5));

    assertThat(state(ANN, 500)).map(ConversationState::readTo).contains(10L);
    assertThat(state(BEN, 500)).isEmpty();
  }

  @Test
  void pins_marks_mutes_and_what_is_hidden_are_kept_beside_what_is_read() {
    ConversationId id = group().id();
    ConversationState wanted = new ConversationState(id, 0, 20, NOW, Set.of(3, 19), "AT");
    run(tx -> conversationStates.read(tx, app, ANN, id, 10));
    run(tx -> conversationStates.save(tx, app, ANN, wanted));

    assertThat(state(ANN, 500))
        .contains(new ConversationState(id, 10, 20, NOW, Set.of(3, 19), "AT"));

    run(
        tx ->
            conversationStates.save(
                tx, app, ANN, new ConversationState(id, 0, 0, null, Set.of(), "DEFAULT")));
    assertThat(state(ANN, 500))
        .contains(new ConversationState(id, 10, 0, null, Set.of(), "DEFAULT"));
  }

  @Test
  void the_list_has_groups_and_pairs_newest_first_with_what_is_unread() {
    join(GROUP, ANN, NOW);
    thread(ANN, NOW);
    join(new GroupId(600), ANN, NOW);
    Conversation.OfPair pair = call(tx -> timelines.pair(tx, app, BEN, ANN));
    Conversation.OfUser _ = call(tx -> timelines.inbox(tx, app, ANN));
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 1);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 2);
    send(group(), new Recipient.ToGroup(GROUP), ANN, MessageType.TXT, 3);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.CMD, 9);
    Message gone = send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 8);
    run(tx -> database.messages().recall(tx, gone));
    send(pair, new Recipient.ToUser(ANN), BEN, MessageType.TXT, 4);

    assertThat(list(ANN, false, null, 10))
        .extracting(Listed::conversation, Listed::unread, Listed::newest)
        .containsExactly(
            tuple(pair, 1, at(Duration.ofSeconds(4))),
            tuple(group(), 2, at(Duration.ofSeconds(3))));
    assertThat(list(BEN, false, null, 10))
        .extracting(Listed::conversation, Listed::unread)
        .containsExactly(tuple(pair, 0));

    run(tx -> conversationStates.read(tx, app, ANN, group().id(), at(Duration.ofSeconds(1))));
    assertThat(list(ANN, false, at(Duration.ofSeconds(4)), 10))
        .extracting(Listed::unread)
        .containsExactly(1);
    run(tx -> conversationStates.readAll(tx, app, ANN, at(Duration.ofSeconds(20))));
    assertThat(list(ANN, false, null, 10)).extracting(Listed::unread).containsExactly(0, 0);
  }

  @Test
  void what_was_sent_before_the_user_came_is_neither_listed_nor_counted() {
    join(GROUP, ANN, NOW);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, -60);
    assertThat(list(ANN, false, null, 10)).isEmpty();

    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 1);
    assertThat(list(ANN, false, null, 10)).extracting(Listed::unread).containsExactly(1);
  }

  @Test
  void a_group_that_its_member_hides_is_neither_heard_nor_counted_and_later_from_then_on() {
    Device device = login(ANN, "web", 1);
    join(GROUP, ANN, NOW);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 1);

    hide(Mark.NEVER);

    assertThat(followed(device, 0)).isEmpty();
    assertThat(list(ANN, false, null, 10)).extracting(Listed::unread).containsExactly(0);

    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 2);
    hide(NOW.plusSeconds(3));
    run(tx -> database.groupMarks().removeEnded(tx, GROUP, NOW.plusSeconds(60)));

    long shown = Ids.firstAt(NOW.plusSeconds(3)).value();
    assertThat(one(device, 0).from()).isEqualTo(shown - 1);
    assertThat(list(ANN, false, null, 10)).extracting(Listed::unread).containsExactly(0);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 4);
    assertThat(list(ANN, false, null, 10)).extracting(Listed::unread).containsExactly(1);
  }

  private void hide(Instant until) {
    run(tx -> database.groupMarks().put(tx, app, GROUP, Kind.HIDING, new Mark(ANN, until)));
  }

  @Test
  void a_hidden_conversation_comes_back_with_its_next_message_and_pinned_ones_can_be_asked_for() {
    join(GROUP, ANN, NOW);
    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 1);
    ConversationId id = group().id();
    run(
        tx ->
            conversationStates.save(
                tx,
                app,
                ANN,
                new ConversationState(
                    id, 0, at(Duration.ofSeconds(1)), null, Set.of(), "DEFAULT")));
    assertThat(list(ANN, false, null, 10)).isEmpty();

    send(group(), new Recipient.ToGroup(GROUP), BEN, MessageType.TXT, 2);
    assertThat(list(ANN, false, null, 10)).hasSize(1);
    assertThat(list(ANN, true, null, 10)).isEmpty();

    run(
        tx ->
            conversationStates.save(
                tx, app, ANN, new ConversationState(id, 0, 0, NOW, Set.of(), "DEFAULT")));
    assertThat(list(ANN, true, null, 10)).hasSize(1);
  }

  private Conversation group() {
    return new Conversation.OfGroup(app, GROUP);
  }

  private static long at(Duration later) {
    return Ids.firstAt(NOW.plus(later)).value();
  }

  private void user(UserId name) {
    run(
        tx -> {
          boolean made =
              database
                  .users()
                  .insert(
                      tx, new User(name, app, UUID.randomUUID(), "h", null, true, NOW, NOW, NOW));
          assertThat(made).isTrue();
        });
  }

  private void join(GroupId id, UserId user, Instant joined) {
    GroupDetails details = new GroupDetails("g", "", "", true, false, true, false, 200, "");
    Group group =
        new Group(id, GroupKind.GROUP, app, user, details, joined, joined, 1, false, false);
    run(
        tx -> {
          database.groups().insert(tx, group);
          boolean came =
              database.groups().addMember(tx, app, id, new Member(user, Member.Role.OWNER, joined));
          assertThat(came).isTrue();
        });
  }

  private void thread(UserId user, Instant joined) {
    ChatThread thread =
        new ChatThread(THREAD, app, GROUP, new MessageId(1), "t", user, joined, 0, null, joined, 0);
    run(
        tx -> {
          database.threads().insert(tx, thread);
          boolean came =
              database
                  .threads()
                  .join(tx, app, THREAD, new Member(user, Member.Role.MEMBER, joined));
          assertThat(came).isTrue();
        });
  }

  private Message send(
      Conversation conversation, Recipient recipient, UserId from, MessageType type, int seconds) {
    Instant sent = NOW.plusSeconds(seconds);
    Message message =
        new Message(
            new MessageId(at(Duration.ofSeconds(seconds))),
            app,
            recipient,
            from,
            new Content(type, "{}", "{}"),
            sent,
            sent,
            0,
            null,
            null);
    run(tx -> database.messages().insert(tx, message));
    append(conversation, message.id().value());
    return message;
  }

  private void append(Conversation conversation, long position) {
    Entry entry =
        new Entry(position, EntryKind.MESSAGE, new MessageId(position), Origin.SERVER, null);
    run(tx -> timelines.append(tx, conversation, entry, SyncStoresTest::ignore));
  }

  private static void ignore(Appended appended) {
    assertThat(appended).isNotNull();
  }

  private Device login(UserId user, String resource, long login) {
    Device.Details details = new Device.Details(resource, 16, "webim", "uuid", "1.4.0", "");
    Device device =
        call(tx -> database.devices().login(tx, app, user, details, session(login), NOW));
    assertThat(device.details()).isEqualTo(details);
    assertThat(device.seen()).isEqualTo(NOW);
    return device;
  }

  private static DeviceStore.Session session(long login) {
    return new DeviceStore.Session(login, 3, "192.0.2.1");
  }

  private Optional<Device> find(String resource) {
    return read(snapshot -> database.devices().find(snapshot, app, ANN, resource));
  }

  private List<Device> devices(UserId user) {
    return read(snapshot -> database.devices().of(snapshot, app, user));
  }

  private void save(Device device, long conversation, long position) {
    DeviceId id = device.id();
    run(
        tx ->
            cursors.save(
                tx,
                List.of(new CursorStore.Cursor(id, new ConversationId(conversation), position))));
  }

  private List<Followed> followed(Device device, long floor) {
    return read(snapshot -> cursors.followed(snapshot, device, floor));
  }

  private Followed one(Device device, long floor) {
    List<Followed> all = followed(device, floor);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Optional<ConversationState> state(UserId user, long conversation) {
    return read(
        snapshot -> conversationStates.find(snapshot, app, user, new ConversationId(conversation)));
  }

  private List<Listed> list(UserId user, boolean pinnedOnly, @Nullable Long before, int limit) {
    return read(
        snapshot -> conversationStates.list(snapshot, app, user, pinnedOnly, before, limit));
  }
}
