package dev.weft.chat.room;

import static dev.weft.chat.ChatFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.ChatFixture;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.chat.client.ClientEvent.Client;
import dev.weft.chat.client.ClientEvent.SessionChange;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.group.GroupChanges;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.storage.EachDatabase;
import dev.weft.sync.device.Device;
import dev.weft.sync.device.DeviceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Chat rooms: what differs from groups.
class RoomsTest extends EachDatabase {

  private static final UserId ANN = UserId.of("ann");
  private static final UserId BEN = UserId.of("ben");
  private static final Content TEXT = new Content(MessageType.TXT, "{\"msg\":\"hi\"}", "{}");

  private ChatFixture fixture;
  private App app;
  private Group room;
  private GroupId id;

  @BeforeEach
  void open() {
    fixture = new ChatFixture(openDatabase());
    app = fixture.app;
    fixture.register("owner", "ann", "ben", "cleo");
    room = fixture.makeRoom("owner", "ann");
    id = room.id();
    fixture.takeEvents();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Actor as(String user) {
    return Actor.Member.of(UserId.of(user));
  }

  private void enter(String user) {
    fixture.roomVisits.enter(app, as(user), id, "");
  }

  private List<UserId> members() {
    return fixture.roomMembers.list(app, id, 0, 100).stream().map(Member::user).toList();
  }

  @Test
  void are_no_groups_and_groups_are_no_rooms() {
    Group group = fixture.makeGroup("owner", "ann");

    assertThat(room.kind()).isEqualTo(GroupKind.ROOM);
    assertThat(fixture.rooms.list(app, 10, null).items()).extracting(Group::id).containsExactly(id);
    assertThat(fixture.groups.list(app, 10, null).items())
        .extracting(Group::id)
        .containsExactly(group.id());
    assertThat(fixture.rooms.joinedBy(app, ANN, 0, 10).groups()).extracting(Group::id).contains(id);
    assertThat(fixture.rooms.joinedBy(app, ANN, 0, 10).total()).isEqualTo(1);
    assertThat(fixture.groups.joinedBy(app, ANN, 0, 10).total()).isEqualTo(1);
    assertThat(refusal(() -> fixture.members.list(app, id, 0, 10)))
        .isEqualTo(new Refusal.GroupNotFound(id.toString()));
    assertThat(refusal(() -> fixture.roomMembers.list(app, group.id(), 0, 10)))
        .isEqualTo(new Refusal.GroupNotFound(group.id().toString()));
  }

  @Test
  void take_who_is_in_already_for_let_in() {
    assertThat(fixture.roomMembers.add(app, Actor.SERVER, id, ids("ann"))).isEmpty();
    assertThat(fixture.takeEvents()).isEmpty();
  }

  @Test
  void are_entered_once_and_left_again() {
    fixture.roomVisits.enter(app, as("ben"), id, "hello");
    enter("ben");

    assertThat(members()).isEqualTo(ids("owner", "ann", "ben"));
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat((GroupJoined) event)
                    .returns("hello", GroupJoined::ext)
                    .returns(ids("ben"), GroupJoined::users)
                    .returns(3, joined -> joined.group().memberCount()));

    fixture.roomVisits.leave(app, as("ben"), id);

    assertThat(members()).isEqualTo(ids("owner", "ann"));
    assertThat(refusal(() -> fixture.roomVisits.leave(app, as("ben"), id)))
        .isEqualTo(new Refusal.NotMembers(List.of("ben")));
  }

  @Test
  void stay_their_owners_when_they_go_and_come_back() {
    fixture.roomVisits.leave(app, as("owner"), id);
    assertThat(members()).isEqualTo(ids("ann"));

    enter("owner");

    assertThat(fixture.roomMembers.list(app, id, 0, 10))
        .extracting(Member::role)
        .containsExactly(Member.Role.OWNER, Member.Role.MEMBER);
  }

  @Test
  void do_not_let_in_who_is_blocked_or_too_many() {
    fixture.roomModeration.block(app, Actor.SERVER, id, ANN);

    assertThat(refusal(() -> enter("ann")))
        .isEqualTo(new Refusal.BlockedInRoom("ann", id.toString()));

    fixture.roomModeration.unblock(app, Actor.SERVER, id, ids("ann"));
    enter("ann");
    Group small = fixture.rooms.create(app, Actor.SERVER, ChatFixture.newGroup("owner"));
    fixture.rooms.modify(app, Actor.SERVER, small.id(), GroupChanges.maxUsers(1));
    assertThat(refusal(() -> fixture.roomVisits.enter(app, as("ann"), small.id(), "")))
        .isEqualTo(new Refusal.GroupFull());
  }

  @Test
  void are_left_for_another_one_if_the_user_wants() {
    Group other = fixture.makeRoom("owner", "ann");
    fixture.roomVisits.leaveOthers(app, as("ann"), other.id());

    assertThat(members()).isEqualTo(ids("owner"));
    assertThat(fixture.roomMembers.isMember(app, other.id(), ANN)).isTrue();
  }

  @Test
  void are_made_by_super_admins() {
    var wanted = ChatFixture.newGroup("ben");
    assertThat(refusal(() -> fixture.rooms.create(app, as("ben"), wanted)))
        .isEqualTo(new Refusal.GroupNotAllowed(Reason.NO_RIGHT));

    fixture.superAdmins.add(app, Actor.SERVER, BEN);
    fixture.superAdmins.add(app, Actor.SERVER, BEN);

    assertThat(fixture.rooms.create(app, as("ben"), wanted).owner()).isEqualTo(BEN);
    assertThat(fixture.superAdmins.list(app, 0, 10)).containsExactly(BEN);
    assertThat(fixture.takeEvents())
        .filteredOn(RoomSuperAdminsChanged.class::isInstance)
        .hasSize(1);

    fixture.superAdmins.remove(app, Actor.SERVER, BEN);
    assertThat(fixture.superAdmins.list(app, 0, 10)).isEmpty();
    assertThat(refusal(() -> fixture.superAdmins.add(app, Actor.SERVER, UserId.of("nobody"))))
        .isEqualTo(new Refusal.NoSuchUser("nobody"));
  }

  @Test
  void keep_what_is_sent_to_them_apart_from_groups() {
    MessageId sent = send(Actor.SERVER);

    assertThat(place(sent)).isEqualTo(new Recipient.ToRoom(id));
    assertThat(
            fixture.chat.sendToGroups(
                app,
                Actor.SERVER,
                ANN,
                List.of(new ConversationId(id.value())),
                TEXT,
                Origin.SERVER))
        .as("an id of no message: a room is no group")
        .hasSize(1);
    fixture.chat.recall(
        app, Actor.SERVER, new Recall(sent, id.toString(), ANN, false), Source.REST);
    assertThat(refusal(() -> send(as("ben"))))
        .isEqualTo(new Refusal.SendRefused(Reason.NOT_IN_GROUP));
  }

  private MessageId send(Actor by) {
    return Objects.requireNonNull(
        fixture.chat.sendToRooms(app, by, by.user(), List.of(id), TEXT, Origin.SERVER).get(id));
  }

  private Recipient place(MessageId message) {
    return fixture
        .transactions
        .read(snapshot -> fixture.database.messages().find(snapshot, message))
        .orElseThrow()
        .to();
  }

  @Test
  void mute_by_tag_who_has_it_and_who_gets_it() {
    fixture.roomMembers.add(app, Actor.SERVER, id, ids("ben"));
    fixture.roomTags.set(app, Actor.SERVER, id, ANN, List.of("guest", "vip"));
    fixture.roomTags.mute(app, Actor.SERVER, id, "guest", Optional.of(Duration.ofMinutes(1)));
    fixture.roomTags.set(app, Actor.SERVER, id, BEN, List.of("guest"));

    assertThat(refusal(() -> send(as("ann")))).isEqualTo(new Refusal.SendRefused(Reason.MUTED));
    assertThat(refusal(() -> send(as("ben")))).isEqualTo(new Refusal.SendRefused(Reason.MUTED));
    assertThat(fixture.roomTags.muted(app, id)).extracting(mark -> mark.user()).contains(ANN, BEN);

    fixture.roomTags.mute(app, Actor.SERVER, id, "guest", Optional.of(Duration.ZERO));
    assertThat(send(as("ann"))).isNotNull();
    assertThat(fixture.roomTags.of(app, id, ANN))
        .isEqualTo(Map.of("guest", RoomTagStore.NOT_MUTED, "vip", RoomTagStore.NOT_MUTED));
    assertThat(refusal(() -> fixture.roomTags.mute(app, Actor.SERVER, id, "no", Optional.empty())))
        .isEqualTo(new Refusal.RoomTagNotFound());
  }

  @Test
  void forget_tags_and_attributes_of_who_leaves() {
    fixture.roomTags.set(app, Actor.SERVER, id, ANN, List.of("guest"));
    set("ann", "stays", false);
    set("ann", "goes", true);
    fixture.takeEvents();

    fixture.roomVisits.leave(app, as("ann"), id);
    List<?> told = fixture.takeEvents();
    enter("ann");

    assertThat(told).hasSize(2);
    assertThat(((RoomAttributesDeleted) told.get(1)).keys()).containsExactly("goes");
    assertThat(fixture.roomAttributes.of(app, Actor.SERVER, id, List.of()))
        .isEqualTo(Map.of("stays", "1"));
    assertThat(fixture.roomTags.of(app, id, ANN)).isEmpty();
  }

  private RoomAttributes.Outcome set(String user, String key, boolean endsWithOwner) {
    return fixture.roomAttributes.set(
        app, Actor.SERVER, id, UserId.of(user), Map.of(key, "1"), endsWithOwner, false);
  }

  @Test
  void let_members_change_attributes_of_their_own() {
    fixture.roomMembers.add(app, Actor.SERVER, id, ids("ben"));
    set("ann", "seat", false);

    assertThat(set("ben", "seat", false).errors())
        .containsEntry("seat", "others are not allowed to be set");
    assertThat(set("ben", "bad key", false).errors()).containsKey("bad key");
    assertThat(set("ben", "k".repeat(129), false).errors().values())
        .singleElement()
        .asString()
        .endsWith("is exceeding maximum limit 128");
    assertThat(refusal(() -> set("cleo", "x", false))).isEqualTo(new Refusal.NotInRoom());
    assertThat(fixture.takeEvents()).filteredOn(RoomAttributesSet.class::isInstance).hasSize(1);
    assertThat(
            fixture.roomAttributes.delete(app, as("ben"), id, BEN, List.of("seat"), false).errors())
        .containsKey("seat");
    assertThat(fixture.roomAttributes.delete(app, as("ben"), id, BEN, List.of("seat"), true).done())
        .containsExactly("seat");
  }

  @Test
  void have_a_hundred_attributes_at_most() {
    for (int i = 0; i < RoomAttributes.MAX_ATTRIBUTES; i++) {
      set("ann", "k" + i, false);
    }

    assertThat(set("ann", "more", false).errors()).containsKey("more");
    assertThat(set("ann", "k0", false).done()).containsExactly("k0");
  }

  @Test
  void put_out_who_stays_offline_and_not_who_comes_back() {
    fixture.roomMembers.add(app, Actor.SERVER, id, ids("ben", "cleo"));
    session("ann", SessionChange.LOGOUT);
    session("ben", SessionChange.LOGOUT);
    fixture.takeEvents();

    fixture.clock.step(RoomSweeper.MOST.minusSeconds(1));
    session("ben", SessionChange.LOGIN);
    fixture.roomSweeper.step();
    assertThat(members()).contains(ANN, BEN);

    fixture.clock.step(Duration.ofSeconds(1));
    fixture.roomSweeper.step();
    fixture.roomSweeper.step();

    assertThat(members()).isEqualTo(ids("owner", "ben", "cleo"));
    assertThat(fixture.takeEvents())
        .singleElement()
        .satisfies(
            event ->
                assertThat((GroupLeft) event)
                    .returns(LeaveKind.OFFLINE, GroupLeft::kind)
                    .returns(ids("ann"), GroupLeft::users));
  }

  @Test
  void keep_who_has_another_session() {
    Device.Details phone = new Device.Details("phone", 1, "", "", "", "");
    fixture.transactions.run(
        tx ->
            fixture
                .database
                .devices()
                .login(
                    tx,
                    app.id(),
                    ANN,
                    phone,
                    new DeviceStore.Session(1, 0, ""),
                    fixture.clock.instant()));
    session("ann", SessionChange.LOGOUT);
    fixture.clock.step(RoomSweeper.MOST);
    fixture.roomSweeper.step();

    assertThat(members()).contains(ANN);
  }

  /// A session of a user has begun or ended.
  private void session(String user, SessionChange change) {
    fixture.transactions.run(
        tx ->
            fixture.roomAbsences.on(
                tx,
                new SessionChanged(
                    app,
                    UserId.of(user),
                    new Client("web", 4, ""),
                    "",
                    change,
                    fixture.clock.instant())));
  }

  @Test
  void end_with_their_owner_and_lose_a_user_who_is_deleted() {
    fixture.users.delete(app, Actor.SERVER, ANN);
    assertThat(members()).isEqualTo(ids("owner"));

    fixture.users.delete(app, Actor.SERVER, UserId.of("owner"));

    assertThat(fixture.rooms.list(app, 10, null).items()).isEmpty();
    assertThat(fixture.takeEvents()).last().isInstanceOf(GroupDeleted.class);
    assertThat(fixture.makeRoom("ben").id()).isNotEqualTo(id);
  }

  @Test
  void keep_a_mute_over_leaving() {
    fixture.roomModeration.mute(app, Actor.SERVER, id, ids("ann"), Optional.empty());
    fixture.roomVisits.leave(app, as("ann"), id);

    assertThat(fixture.roomVisits.enter(app, as("ann"), id, "").mutedUntil())
        .isAfter(fixture.clock.instant());
    assertThat(fixture.roomModeration.list(app, id, Kind.MUTED)).hasSize(1);
  }

  private static Refusal refusal(Runnable call) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(call::run)
        .actual()
        .refusal();
  }
}
