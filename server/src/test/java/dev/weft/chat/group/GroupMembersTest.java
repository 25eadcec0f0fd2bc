package dev.weft.chat.group;

import static dev.weft.chat.ChatFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupAdminsChanged;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.storage.EachDatabase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupMembersTest extends EachDatabase {

  private static final UserId ANN = UserId.of("ann");

  private ChatFixture fixture;
  private GroupMembers members;
  private App app;
  private Group group;
  private GroupId id;

  @BeforeEach
  void open() {
    open(ChatLimits.VENDOR);
  }

  private void open(ChatLimits limits) {
    fixture = new ChatFixture(openDatabase(), limits);
    members = fixture.members;
    app = fixture.app;
    fixture.register("owner", "ann", "ben", "cleo");
    group = fixture.makeGroup("owner");
    id = group.id();
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void come_in_once_each() {
    List<UserId> first = members.add(app, Actor.SERVER, id, ids("ann"));
    List<UserId> second = members.add(app, Actor.SERVER, id, ids("ann", "ben", "ben"));

    assertThat(first).isEqualTo(ids("ann"));
    assertThat(second).isEqualTo(ids("ben"));
    assertThat(all()).isEqualTo(ids("owner", "ann", "ben"));
    assertThat(fixture.takeEvents())
        .extracting(event -> ((GroupJoined) event).users())
        .containsExactly(ids("ann"), ids("ben"));
  }

  @Test
  void are_told_with_their_number() {
    members.add(app, Actor.SERVER, id, ids("ann", "ben"));

    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat((GroupJoined) event)
                    .returns(JoinKind.DIRECT, GroupJoined::kind)
                    .returns(Actor.SERVER.user(), GroupJoined::operator)
                    .returns(3, joined -> joined.group().memberCount()));
  }

  @Test
  void are_refused_when_nobody_would_be_new() {
    members.add(app, Actor.SERVER, id, ids("ann"));

    assertThat(refusal(() -> members.add(app, Actor.SERVER, id, ids("ann"))))
        .isEqualTo(new Refusal.AlreadyMember("ann", id.toString()));
  }

  @Test
  void come_in_all_or_none() {
    assertThat(refusal(() -> members.add(app, Actor.SERVER, id, ids("ann", "stranger"))))
        .isEqualTo(new Refusal.NoSuchUser("stranger"));
    assertThat(all()).isEqualTo(ids("owner"));
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void are_no_more_than_the_group_holds() {
    fixture.groups.modify(app, Actor.SERVER, id, GroupChanges.maxUsers(2));

    assertThat(refusal(() -> members.add(app, Actor.SERVER, id, ids("ann", "ben"))))
        .isEqualTo(new Refusal.GroupFull());
    assertThat(members.add(app, Actor.SERVER, id, ids("ann"))).isEqualTo(ids("ann"));
  }

  @Test
  void leave_the_threads_with_the_group() {
    members.add(app, Actor.SERVER, id, ids("ann", "ben"));
    ChatThread thread = fixture.makeThread(group, "owner", "ann", "ben");
    ChatThread other = fixture.makeThread(fixture.makeGroup("owner", "ann"), "ann");
    fixture.takeEvents();

    members.remove(app, Actor.SERVER, id, ANN);

    assertThat(members.isMember(app, id, ANN)).isFalse();
    assertThat(fixture.threadMembers(thread)).containsExactly("owner", "ben");
    assertThat(fixture.threadMembers(other)).containsExactly("ann");
    assertThat(fixture.takeEvents())
        .satisfiesExactly(
            event ->
                assertThat((GroupLeft) event)
                    .returns(LeaveKind.KICK, GroupLeft::kind)
                    .returns(ids("ann"), GroupLeft::users)
                    .returns(2, left -> left.group().memberCount()),
            event ->
                assertThat((ThreadLeft) event)
                    .returns(thread.id(), left -> left.thread().id())
                    .returns(false, ThreadLeft::kicked)
                    .returns(ids("ann"), ThreadLeft::users));
  }

  @Test
  void who_leave_together_are_told_together() {
    members.add(app, Actor.SERVER, id, ids("ann", "ben"));
    fixture.makeThread(group, "owner", "ann", "ben");
    fixture.takeEvents();

    members.removeEach(app, Actor.SERVER, id, ids("ann", "ben"));

    assertThat(fixture.takeEvents())
        .satisfiesExactly(
            event -> assertThat(((GroupLeft) event).users()).isEqualTo(ids("ann", "ben")),
            event -> assertThat(((ThreadLeft) event).users()).isEqualTo(ids("ann", "ben")));
  }

  @Test
  void are_removed_each_for_itself() {
    members.add(app, Actor.SERVER, id, ids("ann"));

    List<Removal> removals = members.removeEach(app, Actor.SERVER, id, ids("ben", "ann", "owner"));

    assertThat(removals)
        .containsExactly(
            new Removal(UserId.of("ben"), Optional.of(new Refusal.NotMember("ben", id.toString()))),
            new Removal(ANN, Optional.empty()),
            new Removal(UserId.of("owner"), Optional.of(new Refusal.OwnerUntouchable())));
    assertThat(all()).isEqualTo(ids("owner"));
  }

  @Test
  void are_not_removed_when_they_are_none_or_the_owner() {
    assertThat(refusal(() -> members.remove(app, Actor.SERVER, id, ANN)))
        .isEqualTo(new Refusal.NotMembers(List.of("ann")));
    assertThat(refusal(() -> members.removeEach(app, Actor.SERVER, id, ids("ann", "ben"))))
        .isEqualTo(new Refusal.NotMembers(List.of("ann", "ben")));
    assertThat(refusal(() -> members.remove(app, Actor.SERVER, id, UserId.of("owner"))))
        .isEqualTo(new Refusal.OwnerUntouchable());
  }

  @Test
  void become_admins_and_members_again() {
    members.add(app, Actor.SERVER, id, ids("ann", "ben"));
    fixture.takeEvents();

    members.addAdmin(app, Actor.SERVER, id, ANN);
    members.addAdmin(app, Actor.SERVER, id, ANN);
    List<Member> withAnn = members.admins(app, id);
    members.removeAdmin(app, Actor.SERVER, id, ANN);

    assertThat(withAnn).extracting(Member::user).containsExactly(ANN);
    assertThat(members.admins(app, id)).isEmpty();
    assertThat(fixture.takeEvents())
        .extracting(event -> ((GroupAdminsChanged) event).added())
        .containsExactly(true, false);
    assertThat(all()).isEqualTo(ids("owner", "ann", "ben"));
  }

  @Test
  void become_admins_only_if_they_are_members_and_not_the_owner() {
    assertThat(refusal(() -> members.addAdmin(app, Actor.SERVER, id, ANN)))
        .isEqualTo(new Refusal.NewAdminNotInGroup("ann", id.toString()));
    assertThat(refusal(() -> members.addAdmin(app, Actor.SERVER, id, UserId.of("owner"))))
        .isEqualTo(new Refusal.OwnerUntouchable());
    assertThat(refusal(() -> members.removeAdmin(app, Actor.SERVER, id, ANN)))
        .isEqualTo(new Refusal.NotAdmin("ann", id.toString()));
  }

  @Test
  void become_admins_up_to_the_limit() {
    fixture.close();
    open(GroupsTest.limits(2, 100, 100));
    members.add(app, Actor.SERVER, id, ids("ann", "ben"));
    members.addAdmin(app, Actor.SERVER, id, ANN);

    assertThat(refusal(() -> members.addAdmin(app, Actor.SERVER, id, UserId.of("ben"))))
        .isEqualTo(new Refusal.TooManyAdmins());
  }

  @Test
  void are_listed_in_pages_of_both_kinds() {
    members.add(app, Actor.SERVER, id, ids("ann", "ben", "cleo"));

    List<Member> second = members.list(app, id, 2, 2);
    Page<Member> newest = members.listBesideOwner(app, id, 2, true, null);

    assertThat(second).extracting(Member::user).isEqualTo(ids("ben", "cleo"));
    assertThat(newest.items()).extracting(Member::user).isEqualTo(ids("cleo", "ben"));
    assertThat(members.listBesideOwner(app, id, 2, true, newest.next()).items())
        .extracting(Member::user)
        .isEqualTo(ids("ann"));
  }

  @Test
  void of_no_group_are_refused_everywhere() {
    Refusal notFound = new Refusal.GroupNotFound("1");

    assertThat(refusal(() -> members.add(app, Actor.SERVER, new GroupId(1), ids("ann"))))
        .isEqualTo(notFound);
    assertThat(refusal(() -> members.remove(app, Actor.SERVER, new GroupId(1), ANN)))
        .isEqualTo(notFound);
    assertThat(refusal(() -> members.removeEach(app, Actor.SERVER, new GroupId(1), ids("ann"))))
        .isEqualTo(notFound);
    assertThat(refusal(() -> members.isMember(app, new GroupId(1), ANN))).isEqualTo(notFound);
    assertThat(refusal(() -> members.list(app, new GroupId(1), 0, 1))).isEqualTo(notFound);
    assertThat(refusal(() -> members.admins(app, new GroupId(1)))).isEqualTo(notFound);
    assertThat(refusal(() -> members.addAdmin(app, Actor.SERVER, new GroupId(1), ANN)))
        .isEqualTo(notFound);
    assertThat(refusal(() -> members.removeAdmin(app, Actor.SERVER, new GroupId(1), ANN)))
        .isEqualTo(notFound);
  }

  private List<UserId> all() {
    return members.list(app, id, 0, 100).stream().map(Member::user).toList();
  }

  private static Refusal refusal(Runnable work) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .actual()
        .refusal();
  }
}
