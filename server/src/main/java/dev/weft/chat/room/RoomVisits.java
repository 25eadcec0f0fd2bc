package dev.weft.chat.room;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMembers;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.group.Groups;
import dev.weft.chat.group.JoinCheck;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// Users who come into chat rooms and go again by themselves.
public final class RoomVisits {

  /// The most other rooms that one entry leaves.
  private static final int MAX_LEFT = 1_000;

  private final Transactions transactions;
  private final GroupStore rooms;
  private final GroupMarkStore marks;
  private final GroupMembers members;
  private final JoinCheck joinCheck;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatListener listener;

  /// @param members of rooms
  public RoomVisits(
      Transactions transactions,
      GroupStore rooms,
      GroupMarkStore marks,
      UserStore users,
      GroupMembers members,
      Permissions permissions,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.rooms = rooms;
    this.marks = marks;
    this.members = members;
    this.joinCheck = new JoinCheck(users, rooms, limits);
    this.permissions = permissions;
    this.clock = clock;
    this.listener = listener;
  }

  /// A room, and what it is to the user who has come in.
  ///
  /// @param allowed whether the user may speak when everybody is muted
  /// @param mutedUntil when the user may speak again; [Instant#EPOCH] if at once
  public record Entered(Group room, boolean allowed, Instant mutedUntil) {}

  /// A user comes in, and stays in if it is in already.
  ///
  /// @param ext what the user says of itself to those who are in; empty if nothing
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NoSuchUser],
  ///   [Refusal.BlockedInRoom], [Refusal.GroupNotAllowed], [Refusal.GroupFull] or
  ///   [Refusal.TooManyRoomsJoined]
  public Entered enter(App app, Actor by, GroupId roomId, String ext) {
    UserId user = UserId.of(by.user().value());
    return transactions.call(
        tx -> {
          Group room = Groups.forUpdate(tx, rooms, app, roomId);
          Instant now = clock.instant();
          if (rooms.member(tx, room.id(), user).isEmpty()) {
            joinCheck.check(tx, app, user);
            permissions.requireInGroup(tx, app, by, Operation.ENTER_ROOM, room.id());
            if (marks.end(tx, room.id(), Kind.BLOCKED, user).isAfter(now)) {
              throw new RefusedException(
                  new Refusal.BlockedInRoom(user.value(), room.id().toString()));
            }
            if (room.memberCount() >= room.details().maxUsers()) {
              throw new RefusedException(new Refusal.GroupFull());
            }
            rooms.addMember(tx, app.id(), room.id(), new Member(user, room.roleOf(user), now));
            room = room.withMembers(1);
            listener.on(
                tx, new GroupJoined(app, room, List.of(user), JoinKind.DIRECT, ext, by, now));
          }
          return new Entered(
              room,
              marks.end(tx, room.id(), Kind.ALLOWED, user).isAfter(now),
              marks.end(tx, room.id(), Kind.MUTED, user));
        });
  }

  /// The rooms a user is in, the first thousand.
  public List<GroupId> of(App app, UserId user) {
    return transactions
        .read(snapshot -> rooms.joinedBy(snapshot, app.id(), user, 0, MAX_LEFT))
        .stream()
        .map(Group::id)
        .toList();
  }

  /// A user goes.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMembers]
  public void leave(App app, Actor by, GroupId room) {
    members.leave(app, by, room);
  }

  /// A user goes from every room but one.
  public void leaveOthers(App app, Actor by, GroupId stays) {
    UserId user = UserId.of(by.user().value());
    List<Group> joined =
        transactions.read(snapshot -> rooms.joinedBy(snapshot, app.id(), user, 0, MAX_LEFT));
    for (Group room : joined) {
      if (!room.id().equals(stays)) {
        leaveIfIn(app, by, room.id());
      }
    }
  }

  /// Who has been put out meanwhile is out.
  private void leaveIfIn(App app, Actor by, GroupId room) {
    try {
      members.leave(app, by, room);
    } catch (RefusedException e) {
      boolean gone =
          e.refusal() instanceof Refusal.NotMembers || e.refusal() instanceof Refusal.GroupNotFound;
      if (!gone) {
        throw e;
      }
    }
  }
}
