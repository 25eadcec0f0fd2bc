package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.GroupAllMuted;
import dev.weft.chat.ChatEvent.GroupAllowed;
import dev.weft.chat.ChatEvent.GroupAnnounced;
import dev.weft.chat.ChatEvent.GroupBlocked;
import dev.weft.chat.ChatEvent.GroupDisabled;
import dev.weft.chat.ChatEvent.GroupMuted;
import dev.weft.chat.ChatEvent.GroupUnmuted;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupMarkStore.Mark;
import dev.weft.chat.group.GroupMembers.Removal;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/// Keeping order in a group: mutes, the block list, the allow list, the announcement, disabling.
///
/// It is what clients must obey. What the app server itself sends over REST is not held up by it,
/// as at the vendor.
public final class GroupModeration {

  /// The most users one look at a list shows. The vendor's lists are not cut in pages.
  private static final int MAX_LISTED = 10_000;

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final Memberships memberships;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatListener listener;

  public GroupModeration(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      Memberships memberships,
      Permissions permissions,
      Clock clock,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.memberships = memberships;
    this.permissions = permissions;
    this.clock = clock;
    this.listener = listener;
  }

  /// Mutes members for a while, or for ever without `duration`, and answers when it ends.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMembers] or
  ///   [Refusal.OwnerUntouchable]
  public Instant mute(
      App app, Actor by, GroupId groupId, List<UserId> users, Optional<Duration> duration) {
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          requireMembers(tx, group, users);
          if (users.contains(group.owner())) {
            throw new RefusedException(new Refusal.OwnerUntouchable());
          }
          Instant now = clock.instant();
          Instant until = duration.map(now::plus).orElse(Mark.NEVER);
          marks.removeEnded(tx, group.id(), now);
          for (UserId user : users) {
            marks.put(tx, app.id(), group.id(), Kind.MUTED, new Mark(user, until));
          }
          listener.on(tx, new GroupMuted(app, group, users, until, by, now));
          return until;
        });
  }

  /// Lifts the mutes of users; who is not muted stays so.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void unmute(App app, Actor by, GroupId groupId, List<UserId> users) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          users.forEach(user -> marks.remove(tx, group.id(), Kind.MUTED, user));
          listener.on(tx, new GroupUnmuted(app, group, users, by, clock.instant()));
        });
  }

  /// Mutes everybody but the owner, admins and allowed users, or lifts that.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void muteAll(App app, Actor by, GroupId groupId, boolean on) {
    transactions.run(
        tx -> {
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, groupId);
          Group changed = change(tx, app, groupId, group -> group.allMuted(on));
          listener.on(tx, new GroupAllMuted(app, changed, by, clock.instant()));
        });
  }

  /// Disables or enables a group with its threads.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void disable(App app, Actor by, GroupId groupId, boolean on) {
    Permissions.requireServer(by);
    transactions.run(
        tx -> {
          Group changed = change(tx, app, groupId, group -> group.disabled(on));
          listener.on(tx, new GroupDisabled(app, changed, by, clock.instant()));
        });
  }

  private Group change(Tx tx, App app, GroupId groupId, UnaryOperator<Group> change) {
    Group changed = change.apply(Groups.forUpdate(tx, groups, app, groupId));
    groups.update(tx, changed);
    return changed;
  }

  /// Puts one member out and on the block list.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMembers] or
  ///   [Refusal.OwnerUntouchable]
  public void block(App app, Actor by, GroupId groupId, UserId user) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          requireMembers(tx, group, List.of(user));
          if (user.equals(group.owner())) {
            throw new RefusedException(new Refusal.OwnerUntouchable());
          }
          block(tx, app, by, group, List.of(user));
        });
  }

  /// Puts those out and on the block list who can be, and answers for each, in order.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<Removal> blockEach(App app, Actor by, GroupId groupId, List<UserId> wanted) {
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          List<Removal> removals =
              new LinkedHashSet<>(wanted)
                  .stream().map(user -> Removal.judge(tx, groups, group, user)).toList();
          List<UserId> removed = Removal.removed(removals);
          if (!removed.isEmpty()) {
            block(tx, app, by, group, removed);
          }
          return removals;
        });
  }

  private void block(Tx tx, App app, Actor by, Group group, List<UserId> users) {
    for (UserId user : users) {
      marks.put(tx, app.id(), group.id(), Kind.BLOCKED, new Mark(user, Mark.NEVER));
    }
    Instant now = clock.instant();
    Group left = memberships.leave(tx, app, group, users, LeaveKind.BLOCK, by, now);
    listener.on(tx, new GroupBlocked(app, left, users, true, by, now));
  }

  /// Takes users off the block list. They are not members again by that.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void unblock(App app, Actor by, GroupId groupId, List<UserId> users) {
    unmark(
        app,
        by,
        groupId,
        Kind.BLOCKED,
        users,
        (group, at) -> new GroupBlocked(app, group, users, false, by, at));
  }

  /// Puts members on the allow list.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMembers]
  public void allow(App app, Actor by, GroupId groupId, List<UserId> users) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          requireMembers(tx, group, users);
          for (UserId user : users) {
            marks.put(tx, app.id(), group.id(), Kind.ALLOWED, new Mark(user, Mark.NEVER));
          }
          listener.on(tx, new GroupAllowed(app, group, users, true, by, clock.instant()));
        });
  }

  /// Takes users off the allow list.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void disallow(App app, Actor by, GroupId groupId, List<UserId> users) {
    unmark(
        app,
        by,
        groupId,
        Kind.ALLOWED,
        users,
        (group, at) -> new GroupAllowed(app, group, users, false, by, at));
  }

  private void unmark(
      App app,
      Actor by,
      GroupId groupId,
      Kind kind,
      List<UserId> users,
      BiFunction<Group, Instant, ChatEvent> event) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          users.forEach(user -> marks.remove(tx, group.id(), kind, user));
          listener.on(tx, event.apply(group, clock.instant()));
        });
  }

  /// The users on one of a group's lists, by name.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<Mark> list(App app, GroupId groupId, Kind kind) {
    return transactions.read(
        snapshot -> {
          Group group = Groups.require(snapshot, groups, app, groupId);
          return marks.list(snapshot, group.id(), kind, clock.instant(), MAX_LISTED);
        });
  }

  /// Who may speak when everybody is muted: the owner, the admins, and then the allow list by name.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<UserId> exempt(App app, GroupId groupId) {
    return transactions.read(
        snapshot -> {
          Group group = Groups.require(snapshot, groups, app, groupId);
          Set<UserId> exempt = new LinkedHashSet<>();
          exempt.add(group.owner());
          groups.admins(snapshot, groupId).forEach(admin -> exempt.add(admin.user()));
          marks
              .list(snapshot, groupId, Kind.ALLOWED, clock.instant(), MAX_LISTED)
              .forEach(mark -> exempt.add(mark.user()));
          return List.copyOf(exempt);
        });
  }

  /// The announcement; empty if there is none.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public String announcement(App app, GroupId groupId) {
    return transactions.read(
        snapshot ->
            groups.announcement(snapshot, Groups.require(snapshot, groups, app, groupId).id()));
  }

  /// Announces something; an empty text takes the announcement away.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void announce(App app, Actor by, GroupId groupId, String text) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.ANNOUNCE, group.id());
          groups.announce(tx, group.id(), text);
          listener.on(tx, new GroupAnnounced(app, group, text, by, clock.instant()));
        });
  }

  private void requireMembers(Tx tx, Group group, List<UserId> users) {
    List<String> strangers =
        users.stream()
            .filter(user -> groups.member(tx, group.id(), user).isEmpty())
            .map(UserId::value)
            .toList();
    if (!strangers.isEmpty()) {
      throw new RefusedException(new Refusal.NotMembers(strangers));
    }
  }
}
