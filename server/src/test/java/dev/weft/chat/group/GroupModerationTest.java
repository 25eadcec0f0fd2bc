package dev.weft.chat.group;

import static dev.weft.chat.ChatFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupAllMuted;
import dev.weft.chat.ChatEvent.GroupAnnounced;
import dev.weft.chat.ChatEvent.GroupBlocked;
import dev.weft.chat.ChatEvent.GroupDisabled;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.GroupMuted;
import dev.weft.chat.ChatEvent.GroupUnmuted;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.storage.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupModerationTest extends EachDatabase {

  private static final UserId ANN = UserId.of("ann");

  private ChatFixture fixture;
  private GroupModeration moderation;
  private App app;
  private GroupId id;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    moderation = fixture.moderation;
    app = fixture.app;
    fixture.register("owner", "ann", "ben", "cleo");
    id = fixture.makeGroup("owner", "ann", "ben").id();
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void mutes_for_a_while() {
    Instant until =
        moderation.mute(app, Actor.SERVER, id, ids("ann"), Optional.of(Duration.ofMinutes(1)));

    List<Mark> during = moderation.list(app, id, Kind.MUTED);
    fixture.clock.step(Duration.ofMinutes(1));

    assertThat(during).containsExactly(new Mark(ANN, until));
    assertThat(moderation.list(app, id, Kind.MUTED)).isEmpty();
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(event -> assertThat(((GroupMuted) event).until()).isEqualTo(until));
  }

  @Test
  void mutes_for_ever_until_it_is_lifted() {
    Instant until = moderation.mute(app, Actor.SERVER, id, ids("ann", "ben"), Optional.empty());
    fixture.clock.step(Duration.ofDays(3650));
    fixture.takeEvents();

    moderation.unmute(app, Actor.SERVER, id, ids("ann", "cleo"));

    assertThat(until).isEqualTo(Mark.NEVER);
    assertThat(moderation.list(app, id, Kind.MUTED)).extracting(Mark::user).isEqualTo(ids("ben"));
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event -> assertThat(((GroupUnmuted) event).users()).isEqualTo(ids("ann", "cleo")));
  }

  @Test
  void keeps_a_mute_while_the_member_is_away() {
    moderation.mute(app, Actor.SERVER, id, ids("ann"), Optional.of(Duration.ofHours(1)));

    fixture.members.remove(app, Actor.SERVER, id, ANN);
    fixture.members.add(app, Actor.SERVER, id, ids("ann"));

    assertThat(moderation.list(app, id, Kind.MUTED)).extracting(Mark::user).isEqualTo(ids("ann"));
  }

  @Test
  void mutes_neither_the_owner_nor_strangers() {
    assertThat(
            refusal(
                () ->
                    moderation.mute(app, Actor.SERVER, id, ids("ann", "owner"), Optional.empty())))
        .isEqualTo(new Refusal.OwnerUntouchable());
    assertThat(
            refusal(
                () -> moderation.mute(app, Actor.SERVER, id, ids("ann", "cleo"), Optional.empty())))
        .isEqualTo(new Refusal.NotMembers(List.of("cleo")));
    assertThat(moderation.list(app, id, Kind.MUTED)).isEmpty();
  }

  @Test
  void mutes_everybody_and_lifts_it() {
    moderation.muteAll(app, Actor.SERVER, id, true);
    boolean during = group().allMuted();
    moderation.muteAll(app, Actor.SERVER, id, false);

    assertThat(during).isTrue();
    assertThat(group().allMuted()).isFalse();
    assertThat(fixture.takeEvents())
        .extracting(event -> ((GroupAllMuted) event).group().allMuted())
        .containsExactly(true, false);
  }

  @Test
  void disables_and_enables() {
    moderation.disable(app, Actor.SERVER, id, true);
    boolean during = group().disabled();
    moderation.disable(app, Actor.SERVER, id, false);

    assertThat(during).isTrue();
    assertThat(group().disabled()).isFalse();
    assertThat(fixture.takeEvents())
        .extracting(event -> ((GroupDisabled) event).group().disabled())
        .containsExactly(true, false);
  }

  @Test
  void blocks_a_member_out_of_the_group() {
    moderation.block(app, Actor.SERVER, id, ANN);

    assertThat(fixture.members.isMember(app, id, ANN)).isFalse();
    assertThat(moderation.list(app, id, Kind.BLOCKED)).extracting(Mark::user).isEqualTo(ids("ann"));
    assertThat(fixture.takeEvents())
        .satisfiesExactly(
            event -> assertThat(((GroupLeft) event).kind()).isEqualTo(LeaveKind.BLOCK),
            event -> assertThat(((GroupBlocked) event).users()).isEqualTo(ids("ann")));
  }

  @Test
  void blocks_those_who_can_be() {
    List<Removal> removals =
        moderation.blockEach(app, Actor.SERVER, id, ids("cleo", "ann", "owner"));

    assertThat(removals)
        .containsExactly(
            new Removal(
                UserId.of("cleo"), Optional.of(new Refusal.NotMember("cleo", id.toString()))),
            new Removal(ANN, Optional.empty()),
            new Removal(UserId.of("owner"), Optional.of(new Refusal.OwnerUntouchable())));
    assertThat(moderation.list(app, id, Kind.BLOCKED)).extracting(Mark::user).isEqualTo(ids("ann"));
  }

  @Test
  void takes_off_the_block_list_whom_the_app_lets_in_again() {
    moderation.block(app, Actor.SERVER, id, ANN);
    moderation.block(app, Actor.SERVER, id, UserId.of("ben"));

    fixture.members.add(app, Actor.SERVER, id, ids("ann"));
    moderation.unblock(app, Actor.SERVER, id, ids("ben"));

    assertThat(moderation.list(app, id, Kind.BLOCKED)).isEmpty();
    assertThat(fixture.members.isMember(app, id, ANN)).isTrue();
    assertThat(fixture.members.isMember(app, id, UserId.of("ben"))).isFalse();
  }

  @Test
  void allows_members_as_long_as_they_are_in() {
    moderation.allow(app, Actor.SERVER, id, ids("ann", "ben"));
    fixture.members.remove(app, Actor.SERVER, id, ANN);
    List<Mark> afterLeaving = moderation.list(app, id, Kind.ALLOWED);
    moderation.disallow(app, Actor.SERVER, id, ids("ben"));

    assertThat(afterLeaving).extracting(Mark::user).isEqualTo(ids("ben"));
    assertThat(moderation.list(app, id, Kind.ALLOWED)).isEmpty();
    assertThat(refusal(() -> moderation.allow(app, Actor.SERVER, id, ids("cleo"))))
        .isEqualTo(new Refusal.NotMembers(List.of("cleo")));
  }

  @Test
  void announces() {
    String before = moderation.announcement(app, id);
    moderation.announce(app, Actor.SERVER, id, "Closed on Monday");

    assertThat(before).isEmpty();
    assertThat(moderation.announcement(app, id)).isEqualTo("Closed on Monday");
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat(((GroupAnnounced) event).announcement()).isEqualTo("Closed on Monday"));
  }

  @Test
  void forgets_who_is_deleted() {
    moderation.mute(app, Actor.SERVER, id, ids("ann"), Optional.empty());
    moderation.block(app, Actor.SERVER, id, UserId.of("ben"));

    fixture.users.delete(app, Actor.SERVER, ANN);
    fixture.users.delete(app, Actor.SERVER, UserId.of("ben"));

    assertThat(moderation.list(app, id, Kind.MUTED)).isEmpty();
    assertThat(moderation.list(app, id, Kind.BLOCKED)).isEmpty();
  }

  @Test
  void knows_only_groups_that_are_there() {
    Refusal notFound = new Refusal.GroupNotFound("1");

    assertThat(
            refusal(
                () ->
                    moderation.mute(
                        app, Actor.SERVER, new GroupId(1), ids("ann"), Optional.empty())))
        .isEqualTo(notFound);
    assertThat(refusal(() -> moderation.muteAll(app, Actor.SERVER, new GroupId(1), true)))
        .isEqualTo(notFound);
    assertThat(refusal(() -> moderation.disable(app, Actor.SERVER, new GroupId(1), true)))
        .isEqualTo(notFound);
    assertThat(refusal(() -> moderation.list(app, new GroupId(1), Kind.MUTED))).isEqualTo(notFound);
    assertThat(refusal(() -> moderation.announcement(app, new GroupId(1)))).isEqualTo(notFound);
  }

  private Group group() {
    return fixture.groups.find(app, List.of(id)).getFirst().group();
  }

  private static Refusal refusal(Runnable work) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .actual()
        .refusal();
  }
}
