package dev.weft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Page;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.message.MessageStore.Scan;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.chat.user.UserLinkStore;
import dev.weft.chat.user.UserMute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database does with apps, messages, threads and the lists users stand on.
class ChatStoresTest extends EachStore {

  private static final GroupId GROUP = new GroupId(500);
  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");

  private AppId app = new AppId(0);

  @BeforeEach
  void makeApp() {
    app = makeApp("app");
  }

  @Test
  void an_app_is_found_by_its_key_with_its_newest_credentials() {
    App made = find("app").orElseThrow();
    App changed = made.withCredentials("other id", "other hash", "sealed");

    run(tx -> database.apps().update(tx, changed));

    assertThat(find("app")).contains(changed);
    assertThat(find("unknown")).isEmpty();
    makeApp("another");
    assertThat(read(database.apps()::all))
        .extracting(found -> found.key().app())
        .containsExactly("another", "app");
  }

  private Optional<App> find(String name) {
    return read(snapshot -> database.apps().find(snapshot, new AppKey("org", name)));
  }

  @Test
  void the_key_that_signs_tokens_is_the_one_that_came_first() {
    byte[] first = call(tx -> database.apps().tokenKey(tx, new byte[] {1, 2, 3}));
    byte[] second = call(tx -> database.apps().tokenKey(tx, new byte[] {9}));

    assertThat(first).containsExactly(1, 2, 3);
    assertThat(second).containsExactly(1, 2, 3);
  }

  @Test
  void the_newest_id_is_the_largest_of_messages_threads_and_groups() {
    assertThat(database.newestId()).isZero();

    insert(message(70, new Recipient.ToGroup(GROUP), null));
    insert(thread(90));

    assertThat(database.newestId()).isEqualTo(90);
  }

  @Test
  void the_newest_conversation_is_the_largest_thread_or_group_of_at_most_15_digits() {
    assertThat(database.newestConversation()).isZero();

    insert(message(999_999_999_999_998L, new Recipient.ToGroup(GROUP), null));
    insert(thread(500_000_000_000_001L));
    insert(thread(1_850_000_000_000_000_000L));

    assertThat(database.newestConversation()).isEqualTo(500_000_000_000_001L);
  }

  @Test
  void a_message_is_given_back_as_it_was_wherever_it_was_sent() {
    Message toUser = insert(message(1, new Recipient.ToUser(BEN), null));
    Message toGroup = insert(message(2, new Recipient.ToGroup(GROUP), null));
    Message toThread = insert(message(3, inThread(), new MessageId(2)));

    assertThat(find(1)).contains(toUser);
    assertThat(find(2)).contains(toGroup);
    assertThat(find(3)).contains(toThread);
    assertThat(find(4)).isEmpty();
  }

  @Test
  void an_edited_message_keeps_its_place_and_a_recalled_one_is_gone() {
    Message message = insert(message(1, inThread(), null));
    Message edited =
        message.edited(
            new Content(MessageType.TXT, "{\"msg\":\"\u65b0\ud83d\ude00\"}", "{\"a\":1}"),
            BEN,
            NOW.plusSeconds(1));

    run(tx -> database.messages().update(tx, edited));

    Optional<Message> held = call(tx -> database.messages().findForUpdate(tx, message.id()));
    assertThat(held).contains(edited);

    run(tx -> database.messages().recall(tx, edited));

    assertThat(find(1)).isEmpty();
  }

  @Test
  void the_newest_message_left_is_found_along_the_chain() {
    LongStream.rangeClosed(1, 5)
        .forEach(id -> insert(message(id, inThread(), id == 1 ? null : new MessageId(id - 1))));
    run(
        tx ->
            LongStream.of(4, 3)
                .forEach(id -> database.messages().recall(tx, message(id, inThread(), null))));

    assertThat(newestFrom(4)).extracting(found -> found.id().value()).isEqualTo(2L);
    assertThat(newestFrom(2)).extracting(found -> found.id().value()).isEqualTo(2L);
    run(
        tx ->
            LongStream.of(2, 1)
                .forEach(id -> database.messages().recall(tx, message(id, inThread(), null))));
    assertThat(newestFrom(4)).isNull();
  }

  private @Nullable Message newestFrom(long id) {
    return this.<Optional<Message>>read(
            snapshot -> database.messages().newestFrom(snapshot, new MessageId(id)))
        .orElse(null);
  }

  @Test
  void a_scan_passes_over_what_is_recalled_or_of_another_app() {
    AppId other = makeApp("other");
    insert(message(1, new Recipient.ToGroup(GROUP), null));
    insert(of(other, message(2, new Recipient.ToGroup(GROUP), null)));
    Message recalled = insert(message(3, new Recipient.ToGroup(GROUP), null));
    insert(message(4, new Recipient.ToGroup(GROUP), null));
    run(tx -> database.messages().recall(tx, recalled));

    Scan first = scan(1, 3);
    assertThat(first.found()).extracting(found -> found.id().value()).containsExactly(1L);
    assertThat(first.next()).isEqualTo(new MessageId(4));
    Scan second = scan(4, 3);
    assertThat(second.found()).extracting(found -> found.id().value()).containsExactly(4L);
    assertThat(second.next()).isNull();
  }

  private Scan scan(long from, int limit) {
    return read(
        snapshot ->
            database
                .messages()
                .scan(snapshot, app, new MessageId(from), new MessageId(100), limit));
  }

  @Test
  void a_thread_is_kept_changed_and_counted() {
    ChatThread thread = insert(thread(90));
    ChatThread changed =
        thread.afterSend(new MessageId(7), NOW.plusSeconds(1)).renamed("other name");

    run(tx -> database.threads().update(tx, changed));

    Optional<ChatThread> held = call(tx -> database.threads().findForUpdate(tx, app, changed.id()));
    assertThat(held).contains(changed);
    assertThat(byParent(thread)).contains(changed);
    assertThat(countThreads()).isEqualTo(1);

    run(tx -> database.threads().delete(tx, changed));

    assertThat(byParent(thread)).isEmpty();
    assertThat(countThreads()).isZero();
  }

  private int countThreads() {
    return call(tx -> database.threads().countForUpdate(tx, app));
  }

  private Optional<ChatThread> byParent(ChatThread thread) {
    return read(snapshot -> database.threads().findByParent(snapshot, app, thread.parentMessage()));
  }

  @Test
  void threads_are_joined_once_left_and_listed() {
    ChatThread first = insert(thread(90));
    ChatThread second = insert(thread(91));
    ChatThread elsewhere = insert(thread(92, new GroupId(501)));

    assertThat(join(second, ANN)).isTrue();
    assertThat(join(second, ANN)).isFalse();
    assertThat(join(first, ANN)).isTrue();
    assertThat(join(first, BEN)).isTrue();
    assertThat(join(elsewhere, ANN)).isTrue();

    assertThat(joinedBy(ANN, null, new Listing(9, false, null)).items())
        .containsExactly(second, first, elsewhere);
    assertThat(joinedBy(ANN, GROUP, new Listing(9, true, null)).items())
        .containsExactly(first, second);
    Page<ChatThread> page = joinedBy(ANN, null, new Listing(2, false, null));
    assertThat(joinedBy(ANN, null, new Listing(2, false, page.next())).items())
        .containsExactly(elsewhere);
    assertThat(this.<Integer>call(tx -> database.threads().countJoinedForUpdate(tx, app, ANN)))
        .isEqualTo(3);
    List<ChatThread> inGroup =
        read(snapshot -> database.threads().joinedInGroup(snapshot, GROUP, ANN));
    assertThat(inGroup).containsExactly(first, second);
    Page<UserId> members =
        read(snapshot -> database.threads().members(snapshot, first.id(), 9, null));
    assertThat(members.items()).containsExactly(ANN, BEN);

    boolean wasIn = call(tx -> database.threads().leave(tx, first.id(), ANN));
    boolean wasInStill = call(tx -> database.threads().leave(tx, first.id(), ANN));

    assertThat(List.of(wasIn, wasInStill)).containsExactly(true, false);
    assertThat(
            this.<Boolean>read(snapshot -> database.threads().isMember(snapshot, first.id(), ANN)))
        .isFalse();
  }

  private boolean join(ChatThread thread, UserId user) {
    return call(
        tx ->
            database
                .threads()
                .join(tx, app, thread.id(), new Member(user, Member.Role.MEMBER, NOW)));
  }

  private Page<ChatThread> joinedBy(UserId user, @Nullable GroupId group, Listing listing) {
    return read(snapshot -> database.threads().joinedBy(snapshot, app, user, group, listing));
  }

  @Test
  void threads_of_an_app_or_a_group_are_listed_from_either_end() {
    List<ChatThread> threads = List.of(insert(thread(90)), insert(thread(91)));
    ChatThread elsewhere = insert(thread(92, new GroupId(501)));

    assertThat(list(null, new Listing(9, true, null)).items())
        .containsExactly(elsewhere, threads.get(1), threads.get(0));
    Page<ChatThread> page = list(GROUP, new Listing(1, false, null));
    assertThat(page.items()).containsExactly(threads.get(0));
    assertThat(list(GROUP, new Listing(1, false, page.next())).items())
        .containsExactly(threads.get(1));
  }

  private Page<ChatThread> list(@Nullable GroupId group, Listing listing) {
    return read(snapshot -> database.threads().list(snapshot, app, group, listing));
  }

  @Test
  void links_between_users_are_kept_once_and_listed_newest_first() {
    run(
        tx -> {
          for (String other : List.of("zoe", "Bob", "ben", "ben")) {
            database.userLinks().put(tx, app, ANN, UserLinkStore.Kind.CONTACT, new UserId(other));
          }
          database.userLinks().put(tx, app, ANN, UserLinkStore.Kind.BLOCKED, new UserId("eve"));
          database.userLinks().remove(tx, app, ANN, UserLinkStore.Kind.CONTACT, new UserId("zoe"));
        });

    List<UserId> contacts =
        read(
            snapshot ->
                database
                    .userLinks()
                    .list(snapshot, app, ANN, UserLinkStore.Kind.CONTACT, 9, null)
                    .items());
    assertThat(contacts).containsExactly(BEN, new UserId("Bob"));
  }

  @Test
  void a_mute_replaces_the_one_before_it() {
    Instant end = NOW.plusSeconds(9);
    UserMute first = new UserMute(ANN, end, Instant.EPOCH, Instant.EPOCH);
    UserMute second = new UserMute(ANN, Instant.EPOCH, UserMute.NEVER, end);

    run(tx -> database.userMutes().put(tx, app, first));
    run(tx -> database.userMutes().put(tx, app, second));
    run(tx -> database.userMutes().put(tx, app, new UserMute(BEN, end, end, end)));

    assertThat(mute(ANN)).contains(second);
    List<UserMute> fromOne = read(snapshot -> database.userMutes().list(snapshot, app, 1, 9));
    assertThat(fromOne).extracting(UserMute::user).containsExactly(BEN);

    run(tx -> database.userMutes().remove(tx, app, ANN));

    assertThat(mute(ANN)).isEmpty();
  }

  private Optional<UserMute> mute(UserId user) {
    return read(snapshot -> database.userMutes().find(snapshot, app, user));
  }

  @Test
  void marks_end_at_their_time_and_are_listed_by_name() {
    GroupMarkStore marks = database.groupMarks();
    Mark short1 = new Mark(BEN, NOW.plusSeconds(1));
    Mark long1 = new Mark(ANN, Mark.NEVER);
    run(
        tx -> {
          marks.put(tx, app, GROUP, GroupMarkStore.Kind.MUTED, short1);
          marks.put(tx, app, GROUP, GroupMarkStore.Kind.MUTED, new Mark(ANN, NOW));
          marks.put(tx, app, GROUP, GroupMarkStore.Kind.MUTED, long1);
          marks.put(tx, app, GROUP, GroupMarkStore.Kind.ALLOWED, long1);
        });

    assertThat(muted(NOW)).containsExactly(long1, short1);
    assertThat(muted(NOW.plusSeconds(1))).containsExactly(long1);

    run(tx -> marks.removeEnded(tx, GROUP, NOW.plusSeconds(1)));
    run(tx -> marks.remove(tx, GROUP, GroupMarkStore.Kind.ALLOWED, ANN));

    assertThat(muted(NOW)).containsExactly(long1);
  }

  private List<Mark> muted(Instant now) {
    return read(
        snapshot -> database.groupMarks().list(snapshot, GROUP, GroupMarkStore.Kind.MUTED, now, 9));
  }

  private Message insert(Message message) {
    run(tx -> database.messages().insert(tx, message));
    return message;
  }

  private ChatThread insert(ChatThread thread) {
    run(tx -> database.threads().insert(tx, thread));
    return thread;
  }

  private Optional<Message> find(long id) {
    return read(snapshot -> database.messages().find(snapshot, new MessageId(id)));
  }

  private Message message(long id, Recipient recipient, @Nullable MessageId previous) {
    Content content =
        new Content(MessageType.TXT, "{\"msg\":\"it's \\u0000 \u6587\"}", Content.NO_EXT);
    return new Message(
        new MessageId(id), app, recipient, ANN, content, NOW, NOW, 0, null, previous);
  }

  private static Message of(AppId app, Message message) {
    return new Message(
        message.id(),
        app,
        message.to(),
        message.from(),
        message.content(),
        NOW,
        NOW,
        0,
        null,
        null);
  }

  private static Recipient.ToThread inThread() {
    return new Recipient.ToThread(new ThreadId(90), GROUP, new MessageId(5), "thread");
  }

  private ChatThread thread(long id) {
    return thread(id, GROUP);
  }

  private ChatThread thread(long id, GroupId group) {
    return new ChatThread(
        new ThreadId(id),
        app,
        group,
        new MessageId(id + 1_000),
        "thread",
        ANN,
        NOW,
        0,
        null,
        NOW,
        0);
  }
}
