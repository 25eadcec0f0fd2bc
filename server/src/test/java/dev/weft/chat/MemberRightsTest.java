package dev.weft.chat;

import static dev.weft.chat.ChatFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.group.Groups.NewGroup;
import dev.weft.chat.message.Messages.Modification;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.chat.user.UserLinkStore.Kind;
import dev.weft.chat.user.UserMute;
import dev.weft.storage.EachDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What members may do on a real database, and that nothing holds the app's server up.
class MemberRightsTest extends EachDatabase {

  private static final Content TEXT =
      new Content(MessageType.TXT, "{\"msg\":\"hi\",\"type\":\"txt\"}", Content.NO_EXT);
  private static final Listing PAGE = new Listing(10, true, null);

  private ChatFixture fixture;
  private App app;
  private Group group;
  private ChatThread thread;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    app = fixture.app;
    fixture.register("owner", "admin", "ann", "ben", "out");
    group = fixture.makeGroup("owner", "admin", "ann", "ben");
    fixture.members.addAdmin(app, Actor.SERVER, group.id(), UserId.of("admin"));
    thread = fixture.makeThread(group, "ann");
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Actor member(String name) {
    return Actor.Member.of(UserId.of(name));
  }

  private Message send(Actor by, ConversationId target) {
    return fixture
        .chat
        .sendToGroup(app, by, by.user(), target, TEXT, Origin.of(Source.SDK))
        .orElseThrow();
  }

  private Message sendToGroup(String name) {
    return send(member(name), new ConversationId(group.id().value()));
  }

  private Message sendToThread(String name) {
    return send(member(name), new ConversationId(thread.id().value()));
  }

  private Message sendToUser(Actor by, String other) {
    return fixture.chat.sendToUser(
        app, by, by.user(), UserId.of(other), TEXT, Origin.of(Source.SDK));
  }

  private static Refusal refusal(Runnable call) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call::run)
        .actual()
        .refusal();
  }

  private void assertSilent(String name, Reason reason) {
    fixture.takeEvents();
    assertThat(refusal(() -> sendToGroup(name))).isEqualTo(new Refusal.SendRefused(reason));
    assertThat(refusal(() -> sendToThread(name))).isEqualTo(new Refusal.SendRefused(reason));
    assertThat(fixture.takeEvents()).isEmpty();
  }

  private void assertSpeaks(String name) {
    assertThat(sendToGroup(name).from().value()).isEqualTo(name);
    assertThat(sendToThread(name).from().value()).isEqualTo(name);
  }

  @Test
  void members_speak_and_the_event_names_them() {
    Message sent = sendToGroup("ann");

    assertThat(fixture.takeEvents())
        .singleElement()
        .isInstanceOfSatisfying(
            MessageSent.class,
            event -> {
              assertThat(event.by()).isEqualTo(member("ann"));
              assertThat(event.message()).isEqualTo(sent);
            });
    assertSpeaks("ben");
  }

  @Test
  void strangers_and_those_who_are_gone_are_silent() {
    assertSilent("out", Reason.NOT_IN_GROUP);
    fixture.members.remove(app, Actor.SERVER, group.id(), UserId.of("ann"));
    assertSilent("ann", Reason.NOT_IN_GROUP);
    fixture.users.setActivated(app, UserId.of("ben"), false);
    assertSilent("ben", Reason.DEACTIVATED);
    assertThat(refusal(() -> sendToUser(member("nobody"), "ben")))
        .isEqualTo(new Refusal.SendRefused(Reason.DEACTIVATED));
  }

  @Test
  void mutes_hold_until_they_end() {
    fixture.moderation.mute(
        app, Actor.SERVER, group.id(), ids("ann"), Optional.of(Duration.ofMinutes(1)));
    assertSilent("ann", Reason.MUTED);
    assertSpeaks("ben");

    fixture.clock.step(Duration.ofMinutes(2));

    assertSpeaks("ann");
  }

  @Test
  void when_all_are_muted_owner_admins_and_the_allow_list_speak() {
    fixture.moderation.muteAll(app, Actor.SERVER, group.id(), true);
    fixture.moderation.allow(app, Actor.SERVER, group.id(), ids("ben"));

    assertSilent("ann", Reason.ALL_MUTED);
    assertSpeaks("ben");
    assertSpeaks("admin");
    assertSpeaks("owner");
  }

  @Test
  void mutes_of_the_app_are_for_a_kind_of_messages() {
    mute(
        "ann",
        new UserMute(UserId.of("ann"), UserMute.NEVER, java.time.Instant.EPOCH, UserMute.NEVER));
    mute(
        "ben",
        new UserMute(UserId.of("ben"), java.time.Instant.EPOCH, UserMute.NEVER, UserMute.NEVER));

    assertSpeaks("ann");
    assertThat(refusal(() -> sendToUser(member("ann"), "ben")))
        .isEqualTo(new Refusal.SendRefused(Reason.MUTED_IN_APP));
    assertSilent("ben", Reason.MUTED_IN_APP);
    assertThat(sendToUser(member("ben"), "ann")).isNotNull();
  }

  private void mute(String name, UserMute mute) {
    assertThat(name).isEqualTo(mute.user().value());
    fixture.transactions.run(tx -> fixture.database.userMutes().put(tx, app.id(), mute));
  }

  @Test
  void a_block_is_for_who_was_blocked_alone() {
    fixture.transactions.run(
        tx ->
            fixture
                .database
                .userLinks()
                .put(tx, app.id(), UserId.of("ben"), Kind.BLOCKED, UserId.of("ann")));

    assertThat(refusal(() -> sendToUser(member("ann"), "ben")))
        .isEqualTo(new Refusal.SendRefused(Reason.BLOCKED));
    assertThat(sendToUser(member("ben"), "ann")).isNotNull();
    assertThat(sendToUser(Actor.SERVER, "ben")).isNotNull();
  }

  @Test
  void nobody_acts_in_a_disabled_group_but_the_server() {
    Message own = sendToGroup("ann");
    fixture.moderation.disable(app, Actor.SERVER, group.id(), true);

    assertSilent("owner", Reason.GROUP_DISABLED);
    assertThat(refusal(() -> recall("ann", own)))
        .isEqualTo(new Refusal.SendRefused(Reason.GROUP_DISABLED));
    assertThat(refusal(() -> fixture.threads.rename(app, member("ann"), thread.id(), "new")))
        .isEqualTo(new Refusal.ThreadNotAllowed(Reason.GROUP_DISABLED));
    assertThat(fixture.threads.show(app, member("ann"), thread.id()).members()).isEqualTo(1);
    assertThat(send(Actor.SERVER, new ConversationId(group.id().value()))).isNotNull();
  }

  private MessageRecalled recall(String name, Message message) {
    return recall(name, message, false);
  }

  private MessageRecalled recall(String name, Message message, boolean force) {
    Recall recall = new Recall(message.id(), group.id().toString(), UserId.of(name), force);
    return fixture.chat.recall(app, member(name), recall, Origin.of(Source.SDK));
  }

  @Test
  void one_recalls_ones_own_and_admins_those_of_members() {
    Message first = sendToGroup("ann");
    Message second = sendToGroup("ann");

    assertThat(refusal(() -> recall("ben", first))).isEqualTo(new Refusal.RecallNotAllowed());
    assertThat(recall("ann", first).by()).isEqualTo(member("ann"));
    assertThat(recall("admin", second).operator()).isEqualTo(UserId.of("admin"));
  }

  @Test
  void force_takes_no_member_past_the_window() {
    Message message = sendToGroup("ann");

    fixture.clock.step(ChatLimits.VENDOR.recallWindow().plusMillis(1));

    assertThat(refusal(() -> recall("ann", message, true))).isEqualTo(new Refusal.RecallTooLate());
    assertThat(refusal(() -> recall("owner", message, true)))
        .isEqualTo(new Refusal.RecallTooLate());
  }

  private void modify(String name, Message message) {
    Modification change =
        new Modification(
            message.id(),
            Optional.of(UserId.of(name)),
            MessageType.TXT,
            "{\"msg\":\"new\"}",
            Optional.empty(),
            true);
    fixture.chat.modify(app, member(name), change, Source.SDK);
  }

  @Test
  void one_modifies_ones_own_unless_muted() {
    Message message = sendToGroup("ann");

    assertThat(refusal(() -> modify("ben", message))).isEqualTo(new Refusal.ModifyNotAllowed());
    modify("ann", message);
    modify("admin", message);
    fixture.moderation.mute(app, Actor.SERVER, group.id(), ids("ann"), Optional.empty());
    assertThat(refusal(() -> modify("ann", message)))
        .isEqualTo(new Refusal.SendRefused(Reason.MUTED));
  }

  @Test
  void threads_are_for_members_of_the_group() {
    Message parent = sendToGroup("ann");

    assertThat(
            refusal(
                () ->
                    fixture.threads.create(
                        app, member("out"), group.id(), parent.id(), "t", UserId.of("out"))))
        .isEqualTo(new Refusal.ThreadOwnerNotInGroup());
    ChatThread made =
        fixture.threads.create(app, member("ben"), group.id(), parent.id(), "t", UserId.of("ben"));
    assertThat(refusal(() -> fixture.threads.join(app, member("out"), made.id(), ids("out"))))
        .isEqualTo(new Refusal.ThreadOwnerNotInGroup());
    assertThat(refusal(() -> fixture.threads.show(app, member("out"), made.id())))
        .isEqualTo(new Refusal.ThreadOwnerNotInGroup());
    assertThat(refusal(() -> fixture.threads.ofGroup(app, member("out"), group.id(), PAGE)))
        .isEqualTo(new Refusal.ThreadOwnerNotInGroup());
    assertThat(fixture.threads.ofGroup(app, member("ann"), group.id(), PAGE).items()).hasSize(2);
  }

  @Test
  void nobody_acts_as_somebody_else() {
    Message parent = sendToGroup("ann");
    Refusal notSelf = new Refusal.GroupNotAllowed(Reason.NO_RIGHT);

    assertThat(
            refusal(
                () ->
                    fixture.threads.create(
                        app, member("ben"), group.id(), parent.id(), "t", UserId.of("ann"))))
        .isEqualTo(notSelf);
    assertThat(refusal(() -> fixture.threads.join(app, member("ben"), thread.id(), ids("admin"))))
        .isEqualTo(notSelf);
    assertThat(
            refusal(() -> fixture.threads.leave(app, member("ben"), thread.id(), UserId.of("ann"))))
        .isEqualTo(notSelf);
    assertThat(
            refusal(
                () -> fixture.threads.joinedBy(app, member("ben"), UserId.of("ann"), null, PAGE)))
        .isEqualTo(notSelf);
    NewGroup forAnother = ChatFixture.newGroup("ann");
    assertThat(refusal(() -> fixture.groups.create(app, member("ben"), forAnother)))
        .isEqualTo(notSelf);
  }

  @Test
  void the_owner_of_a_thread_renames_it_and_admins_delete_it() {
    assertThat(refusal(() -> fixture.threads.rename(app, member("ben"), thread.id(), "x")))
        .isEqualTo(new Refusal.ThreadNotAllowed(Reason.NO_RIGHT));
    fixture.threads.rename(app, member("ann"), thread.id(), "new");
    assertThat(refusal(() -> fixture.threads.delete(app, member("ann"), thread.id())))
        .isEqualTo(new Refusal.ThreadNotAllowed(Reason.NO_RIGHT));
    fixture.threads.delete(app, member("admin"), thread.id());

    assertThat(fixture.threads.find(app, thread.id())).isEmpty();
  }

  @Test
  void one_joins_twice_and_leaves_once() {
    fixture.threads.join(app, member("ben"), thread.id(), ids("ben"));
    fixture.threads.join(app, member("ben"), thread.id(), ids("ben"));
    fixture.takeEvents();

    assertThat(fixture.threads.leave(app, member("ben"), thread.id(), UserId.of("ben"))).isTrue();
    assertThat(fixture.threads.leave(app, member("ben"), thread.id(), UserId.of("ben"))).isFalse();

    assertThat(fixture.takeEvents())
        .singleElement()
        .isInstanceOfSatisfying(
            ThreadLeft.class,
            left -> {
              assertThat(left.kicked()).isFalse();
              assertThat(left.operator()).isEqualTo(UserId.of("ben"));
            });
  }

  @Test
  void admins_moderate_and_the_owner_rules() {
    assertThat(
            refusal(() -> fixture.members.remove(app, member("ann"), group.id(), UserId.of("ben"))))
        .isEqualTo(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));
    fixture.members.remove(app, member("admin"), group.id(), UserId.of("ben"));
    assertThat(refusal(() -> fixture.groups.delete(app, member("admin"), group.id())))
        .isEqualTo(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));
    assertThat(refusal(() -> fixture.moderation.disable(app, member("owner"), group.id(), true)))
        .isEqualTo(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));
    fixture.groups.delete(app, member("owner"), group.id());
  }
}
