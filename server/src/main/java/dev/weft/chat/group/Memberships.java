package dev.weft.chat.group;

import static java.util.Comparator.comparingLong;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.user.UserAffiliations;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ends memberships: of users who leave a group, of a group that ends, of a user who is deleted.
public final class Memberships implements UserAffiliations {

  /// The most members one LEAVE callback of a deleted group names: bounds the size of its body.
  private static final int MEMBERS_PER_EVENT = 1_000;

  /// The most groups one unit of work takes a deleted user out of.
  private static final int GROUPS_PER_STEP = 100;

  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final MembershipListener dependents;
  private final ChatListener listener;

  /// @param dependents what ends with a membership
  public Memberships(
      GroupStore groups,
      GroupMarkStore marks,
      MembershipListener dependents,
      ChatListener listener) {
    this.groups = groups;
    this.marks = marks;
    this.dependents = dependents;
    this.listener = listener;
  }

  /// Takes members, the owner not among them, out of a group, which the caller holds for change,
  /// and of what depends on it. Answers the group as it is then.
  public Group leave(
      Tx tx, App app, Group group, List<UserId> members, LeaveKind kind, Actor by, Instant at) {
    return leave(tx, app, group, members, kind, by, at, true);
  }

  /// The same.
  ///
  /// @param notifies whether clients are notified
  public Group leave(
      Tx tx,
      App app,
      Group group,
      List<UserId> members,
      LeaveKind kind,
      Actor by,
      Instant at,
      boolean notifies) {
    for (UserId member : members) {
      groups.removeMember(tx, group.id(), member);
      marks.remove(tx, group.id(), Kind.ALLOWED, member);
      marks.remove(tx, group.id(), Kind.HIDING, member);
    }
    List<ChatEvent> left = dependents.ended(tx, new MembershipEnded(app, group, members, by, at));
    Group after = group.withMembers(-members.size());
    listener.on(tx, new GroupLeft(app, after, members, kind, by, at, notifies));
    left.forEach(event -> listener.on(tx, event));
    return after;
  }

  /// Ends a group, which the caller holds for change: its threads go, its members are out, it is
  /// gone. False if it has more threads than one unit of work should delete; some are gone then,
  /// and the caller begins another.
  boolean dissolve(Tx tx, App app, Group group, Actor by, Instant at) {
    if (!dependents.ending(tx, app, group.id(), by, at)) {
      return false;
    }
    tellMembers(tx, app, group, by, at);
    groups.delete(tx, group);
    listener.on(tx, new GroupDeleted(app, group, by, at));
    return true;
  }

  private void tellMembers(Tx tx, App app, Group group, Actor by, Instant at) {
    for (int from = 0; from < group.memberCount(); from += MEMBERS_PER_EVENT) {
      List<UserId> members =
          groups.members(tx, group, from, MEMBERS_PER_EVENT).stream().map(Member::user).toList();
      listener.on(tx, new GroupLeft(app, group, members, LeaveKind.DELETE, by, at));
    }
  }

  @Override
  public boolean end(Tx tx, App app, Actor by, UserId user, Instant now) {
    List<Group> joined = groups.joinedBy(tx, app.id(), user, 0, GROUPS_PER_STEP);
    List<GroupId> inOrder =
        joined.stream().map(Group::id).sorted(comparingLong(GroupId::value)).toList();
    for (GroupId groupId : inOrder) {
      Optional<Group> group =
          groups
              .findForUpdate(tx, app.id(), groupId)
              .filter(held -> groups.member(tx, held.id(), user).isPresent());
      if (group.isPresent() && !leave(tx, app, by, group.get(), user, now)) {
        return false;
      }
    }
    return joined.size() < GROUPS_PER_STEP;
  }

  /// False if the group is the user's own and goes in more than one step.
  private boolean leave(Tx tx, App app, Actor by, Group group, UserId user, Instant now) {
    if (group.owner().equals(user)) {
      return dissolve(tx, app, group, by, now);
    }
    Group _ = leave(tx, app, group, List.of(user), LeaveKind.KICK, by, now);
    return true;
  }
}
