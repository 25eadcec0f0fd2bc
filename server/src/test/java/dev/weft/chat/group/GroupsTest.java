package dev.weft.chat.group;

import static dev.weft.chat.ChatFixture.ids;
import static dev.weft.chat.ChatFixture.newGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupCreated;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.GroupOwnerChanged;
import dev.weft.chat.ChatEvent.GroupUpdated;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Member;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.Groups.NewGroup;
import dev.weft.chat.group.Groups.Shown;
import dev.weft.storage.EachDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupsTest extends EachDatabase {

  private ChatFixture fixture;
  private Groups groups;
  private App app;

  @BeforeEach
  void open() {
    open(ChatLimits.VENDOR);
  }

  private void open(ChatLimits limits) {
    fixture = new ChatFixture(openDatabase(), limits);
    groups = fixture.groups;
    app = fixture.app;
    fixture.register("owner", "ann", "ben");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void begin_with_their_owner_and_the_members_asked_for() {
    Group group = groups.create(app, Actor.SERVER, newGroup("owner", "ann", "owner", "ben", "ann"));

    Shown shown = find(group).orElseThrow();
    assertThat(shown.group()).isEqualTo(group);
    assertThat(shown.group().memberCount()).isEqualTo(3);
    assertThat(shown.members()).extracting(Member::user).isEqualTo(ids("owner", "ann", "ben"));
    assertThat(shown.members().getFirst().role()).isEqualTo(Member.Role.OWNER);
  }

  @Test
  void tell_who_is_in_when_they_are_made() {
    groups.create(app, Actor.SERVER, newGroup("owner", "ann"));

    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event -> {
              GroupCreated created = (GroupCreated) event;
              assertThat(created.operator()).isEqualTo(Actor.SERVER.user());
              assertThat(created.members()).extracting(Member::user).isEqualTo(ids("owner", "ann"));
            });
  }

  @Test
  void are_not_made_with_people_nobody_knows() {
    assertThat(refusal(() -> groups.create(app, Actor.SERVER, newGroup("owner", "stranger"))))
        .isEqualTo(new Refusal.NoSuchUser("stranger"));
    assertThat(refusal(() -> groups.create(app, Actor.SERVER, newGroup("stranger"))))
        .isEqualTo(new Refusal.NoSuchUser("stranger"));
    assertThat(groups.list(app, 10, null).items()).isEmpty();
  }

  @Test
  void are_not_made_fuller_than_they_may_be() {
    GroupDetails pair = new GroupDetails("pair", "", "", true, false, false, true, 2, "");
    NewGroup three = new NewGroup(Optional.empty(), UserId.of("owner"), pair, ids("ann", "ben"));
    NewGroup two = new NewGroup(Optional.empty(), UserId.of("owner"), pair, ids("ann"));

    assertThat(refusal(() -> groups.create(app, Actor.SERVER, three)))
        .isEqualTo(new Refusal.GroupFull());
    assertThat(groups.create(app, Actor.SERVER, two).memberCount()).isEqualTo(2);
  }

  @Test
  void take_an_id_of_the_callers_choice_once() {
    Group group = groups.create(app, Actor.SERVER, withId("12345678"));

    assertThat(group.id()).isEqualTo(new GroupId(12345678));
    assertThat(refusal(() -> groups.create(app, Actor.SERVER, withId("12345678"))))
        .isEqualTo(new Refusal.GroupExists("12345678"));
  }

  @Test
  void do_not_take_the_id_of_a_thread() {
    Group group = fixture.makeGroup("owner");
    ChatThread thread = fixture.makeThread(group, "owner");

    assertThat(refusal(() -> groups.create(app, Actor.SERVER, withId(thread.id().toString()))))
        .isEqualTo(new Refusal.GroupExists(thread.id().toString()));
  }

  @Test
  void do_not_take_an_id_that_is_still_to_come() {
    long future = new Ids(fixture.clock, 0, 0).next() + (1L << 40);
    long soon = new ConversationIds(fixture.clock, 0, 0).next() + (1L << 20);

    for (String id : List.of("0", "" + soon, "" + future)) {
      assertThat(refusal(() -> groups.create(app, Actor.SERVER, withId(id))))
          .isEqualTo(new Refusal.GroupIdUnfit(id));
    }
  }

  @Test
  void change_only_what_is_asked_for() {
    Group group = fixture.makeGroup("owner");
    fixture.takeEvents();
    fixture.clock.step(Duration.ofSeconds(1));
    GroupChange change =
        new GroupChange(
            Optional.of("new name"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(false),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(2000),
            Optional.empty());

    groups.modify(app, Actor.SERVER, group.id(), change);

    Group changed = find(group).orElseThrow().group();
    assertThat(changed.details())
        .isEqualTo(new GroupDetails("new name", "", "", false, false, false, true, 2000, ""));
    assertThat(changed.modified()).isEqualTo(fixture.clock.instant());
    assertThat(changed.created()).isEqualTo(group.created());
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat(((GroupUpdated) event).changes())
                    .isEqualTo(
                        Map.of(
                            "title",
                            "new name",
                            "public",
                            "false",
                            "max_users",
                            2000,
                            "last_modified",
                            Long.toString(fixture.clock.millis()))));
  }

  @Test
  void go_into_the_hands_of_a_member() {
    Group group = fixture.makeGroup("owner", "ann");
    fixture.takeEvents();

    groups.handOver(app, Actor.SERVER, group.id(), UserId.of("ann"));

    Shown shown = find(group).orElseThrow();
    assertThat(shown.group().owner()).isEqualTo(UserId.of("ann"));
    assertThat(shown.members())
        .extracting(Member::role)
        .containsExactly(Member.Role.OWNER, Member.Role.MEMBER);
    assertThat(shown.members()).extracting(Member::user).isEqualTo(ids("ann", "owner"));
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat((GroupOwnerChanged) event)
                    .returns(UserId.of("owner"), GroupOwnerChanged::oldOwner)
                    .returns(UserId.of("ann"), changed -> changed.group().owner()));
  }

  @Test
  void do_not_go_into_the_hands_of_a_stranger_or_back_into_the_same() {
    GroupId group = fixture.makeGroup("owner").id();

    assertThat(refusal(() -> groups.handOver(app, Actor.SERVER, group, UserId.of("ann"))))
        .isEqualTo(new Refusal.NewOwnerNotInGroup("ann", group.toString()));
    assertThat(refusal(() -> groups.handOver(app, Actor.SERVER, group, UserId.of("owner"))))
        .isEqualTo(new Refusal.SameOwner());
  }

  @Test
  void take_their_threads_with_them() {
    Group group = fixture.makeGroup("owner", "ann");
    ChatThread thread = fixture.makeThread(group, "ann");
    Group other = fixture.makeGroup("owner", "ann");
    ChatThread otherThread = fixture.makeThread(other, "ann");
    fixture.takeEvents();

    groups.delete(app, Actor.SERVER, group.id());

    assertThat(find(group)).isEmpty();
    assertThat(fixture.threads.find(app, thread.id())).isEmpty();
    assertThat(fixture.threads.find(app, otherThread.id())).isPresent();
    assertThat(fixture.takeEvents())
        .satisfiesExactly(
            event -> assertThat(((ThreadDeleted) event).thread().id()).isEqualTo(thread.id()),
            event ->
                assertThat((GroupLeft) event)
                    .returns(LeaveKind.DELETE, GroupLeft::kind)
                    .returns(ids("owner", "ann"), GroupLeft::users),
            event -> assertThat(((GroupDeleted) event).group().id()).isEqualTo(group.id()));
  }

  @Test
  void take_more_threads_with_them_than_one_step_deletes() {
    Group group = fixture.makeGroup("owner");
    for (int i = 0; i < 401; i++) {
      fixture.makeThread(group, "owner");
    }
    fixture.takeEvents();

    groups.delete(app, Actor.SERVER, group.id());

    assertThat(find(group)).isEmpty();
    assertThat(fixture.takeEvents()).filteredOn(ThreadDeleted.class::isInstance).hasSize(401);
  }

  @Test
  void do_not_answer_for_another_app() {
    GroupId group = fixture.makeGroup("owner").id();
    App other = fixture.makeApp("other");
    Refusal notFound = new Refusal.GroupNotFound(group.toString());

    assertThat(groups.find(other, List.of(group))).isEmpty();
    assertThat(refusal(() -> groups.modify(other, Actor.SERVER, group, GroupChanges.NOTHING)))
        .isEqualTo(notFound);
    assertThat(refusal(() -> groups.handOver(other, Actor.SERVER, group, UserId.of("ann"))))
        .isEqualTo(notFound);
    assertThat(refusal(() -> groups.delete(other, Actor.SERVER, group))).isEqualTo(notFound);
  }

  @Test
  void are_not_found_by_what_is_no_id() {
    assertThat(GroupId.parse(app.id(), "no number")).isEmpty();
    assertThat(GroupId.parse(app.id(), "")).isEmpty();
    assertThat(GroupId.parse(app.id(), "-1")).isEmpty();
    assertThat(GroupId.parse(app.id(), "a".repeat(65))).isEmpty();
    assertThat(refusal(() -> groups.delete(app, Actor.SERVER, new GroupId(17))))
        .isEqualTo(new Refusal.GroupNotFound("17"));
  }

  @Test
  void are_listed_for_who_is_in_them() {
    Group first = fixture.makeGroup("owner", "ann");
    Group second = fixture.makeGroup("ann");
    fixture.makeGroup("owner");

    assertThat(groups.joinedBy(app, UserId.of("ann"), 0, 10).groups())
        .extracting(Group::id)
        .containsExactly(first.id(), second.id());
    assertThat(groups.joinedBy(app, UserId.of("ann"), 1, 10).groups())
        .extracting(Group::id)
        .containsExactly(second.id());
    assertThat(groups.joinedBy(app, UserId.of("ann"), 0, 1).total()).isEqualTo(2);
  }

  @Test
  void are_as_many_as_the_app_may_have() {
    fixture.close();
    open(limits(100, 1, 100));
    Group only = fixture.makeGroup("owner");

    assertThat(refusal(() -> fixture.makeGroup("owner")))
        .isEqualTo(new Refusal.TooManyGroups("org#app"));
    groups.delete(app, Actor.SERVER, only.id());
    assertThat(fixture.makeGroup("owner")).isNotNull();
  }

  @Test
  void are_as_many_for_one_user_as_the_user_may_be_in() {
    fixture.close();
    open(limits(100, 100, 1));
    fixture.makeGroup("owner");

    assertThat(refusal(() -> fixture.makeGroup("ann", "owner")))
        .isEqualTo(new Refusal.TooManyGroupsJoined("owner"));
  }

  static ChatLimits limits(int adminsPerGroup, int groupsPerApp, int groupsPerUser) {
    return new ChatLimits(
        Duration.ofMinutes(2),
        10,
        100,
        100,
        adminsPerGroup,
        groupsPerApp,
        groupsPerUser,
        groupsPerApp,
        groupsPerUser,
        false);
  }

  private NewGroup withId(String id) {
    NewGroup group = newGroup("owner");
    return new NewGroup(
        GroupId.parse(app.id(), id), group.owner(), group.details(), group.members());
  }

  private Optional<Shown> find(Group group) {
    return groups.find(app, List.of(group.id())).stream().findFirst();
  }

  private static Refusal refusal(Runnable work) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .actual()
        .refusal();
  }
}
