package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupAdminsChanged;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is in a group or chat room, and who of them is an admin.
public final class GroupMembers {

  private final Transactions transactions;
  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final JoinCheck joinCheck;
  private final Memberships memberships;
  private final Permissions permissions;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;

  public GroupMembers(
      Transactions transactions,
      GroupStore groups,
      GroupMarkStore marks,
      UserStore users,
      Memberships memberships,
      Permissions permissions,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.marks = marks;
    this.joinCheck = new JoinCheck(users, groups, limits);
    this.memberships = memberships;
    this.permissions = permissions;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
  }

  /// Lets users in, one at least, and answers who of them is new: those who are in already stay in.
  /// Who is on the block list is taken off it.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NoSuchUser],
  ///   [Refusal.GroupFull], [Refusal.TooManyGroupsJoined] or, if nobody is new,
  ///   [Refusal.AlreadyMember]
  public List<UserId> add(App app, Actor by, GroupId groupId, List<UserId> wanted) {
    return add(app, by, groupId, wanted, true);
  }

  /// The same.
  ///
  /// @param notifies whether clients are notified (vendor: `need_notify`)
  public List<UserId> add(
      App app, Actor by, GroupId groupId, List<UserId> wanted, boolean notifies) {
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.INVITE, group.id());
          List<UserId> fresh = new ArrayList<>();
          for (UserId user : new LinkedHashSet<>(wanted)) {
            if (groups.member(tx, group.id(), user).isEmpty()) {
              joinCheck.check(tx, app, user);
              fresh.add(user);
            }
          }
          if (fresh.isEmpty()) {
            return noneFresh(groupId, wanted);
          }
          if (group.memberCount() + fresh.size() > group.details().maxUsers()) {
            throw new RefusedException(new Refusal.GroupFull());
          }
          Instant now = clock.instant();
          for (UserId user : fresh) {
            marks.remove(tx, group.id(), Kind.BLOCKED, user);
            groups.addMember(tx, app.id(), group.id(), new Member(user, group.roleOf(user), now));
          }
          Group after = group.withMembers(fresh.size());
          listener.on(
              tx, new GroupJoined(app, after, fresh, JoinKind.DIRECT, "", by, now, notifies));
          return fresh;
        });
  }

  /// As the vendor does it: who is in a room already counts as let in.
  private List<UserId> noneFresh(GroupId group, List<UserId> wanted) {
    return switch (groups.kind()) {
      case GROUP ->
          throw new RefusedException(
              new Refusal.AlreadyMember(wanted.getFirst().value(), group.toString()));
      case ROOM -> List.of();
    };
  }

  /// Requires that somebody may look into a group.
  ///
  /// @throws RefusedException with the reason
  public void requireSees(App app, Actor by, GroupId group) {
    if (!(by instanceof Actor.Member)) {
      return;
    }
    boolean _ =
        transactions.read(
            snapshot -> {
              permissions.requireInGroup(snapshot, app, by, Operation.SEE_GROUP, group);
              return true;
            });
  }

  /// A member goes by itself; the owner of a group may not, the owner of a room may.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMembers] or
  ///   [Refusal.OwnerUntouchable]
  public void leave(App app, Actor by, GroupId groupId) {
    UserId user = UserId.of(by.user().value());
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          if (user.equals(group.owner()) && group.kind() == GroupKind.GROUP) {
            throw new RefusedException(new Refusal.OwnerUntouchable());
          }
          if (groups.member(tx, group.id(), user).isEmpty()) {
            throw new RefusedException(new Refusal.NotMembers(List.of(user.value())));
          }
          Group _ =
              memberships.leave(tx, app, group, List.of(user), LeaveKind.QUIT, by, clock.instant());
        });
  }

  /// Takes one member out.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NotMembers] or
  ///   [Refusal.OwnerUntouchable]
  public void remove(App app, Actor by, GroupId groupId, UserId user) {
    remove(app, by, groupId, user, true);
  }

  /// The same.
  ///
  /// @param notifies whether clients are notified (vendor: `need_notify`)
  public void remove(App app, Actor by, GroupId groupId, UserId user, boolean notifies) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          if (user.equals(group.owner())) {
            throw new RefusedException(new Refusal.OwnerUntouchable());
          }
          if (groups.member(tx, group.id(), user).isEmpty()) {
            throw new RefusedException(new Refusal.NotMembers(List.of(user.value())));
          }
          kick(tx, app, by, group, List.of(user), notifies);
        });
  }

  /// What became of one user who should be taken out.
  ///
  /// @param refusal why the user was not; empty if the user is out
  public record Removal(UserId user, Optional<Refusal> refusal) {

    /// Whether `user` can be taken out of `group`.
    static Removal judge(Tx tx, GroupStore groups, Group group, UserId user) {
      if (user.equals(group.owner())) {
        return new Removal(user, Optional.of(new Refusal.OwnerUntouchable()));
      }
      return groups.member(tx, group.id(), user).isPresent()
          ? new Removal(user, Optional.empty())
          : new Removal(
              user, Optional.of(new Refusal.NotMember(user.value(), group.id().toString())));
    }

    /// Those who are out.
    static List<UserId> removed(List<Removal> removals) {
      return removals.stream()
          .filter(removal -> removal.refusal().isEmpty())
          .map(Removal::user)
          .toList();
    }

    private boolean isOfStranger() {
      return refusal.filter(Refusal.NotMember.class::isInstance).isPresent();
    }
  }

  /// Takes out those who can be and answers for each, in order.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or, if nobody is in,
  ///   [Refusal.NotMembers]
  public List<Removal> removeEach(App app, Actor by, GroupId groupId, List<UserId> wanted) {
    return removeEach(app, by, groupId, wanted, true);
  }

  /// The same.
  ///
  /// @param notifies whether clients are notified (vendor: `need_notify`)
  public List<Removal> removeEach(
      App app, Actor by, GroupId groupId, List<UserId> wanted, boolean notifies) {
    return transactions.call(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.MODERATE, group.id());
          List<Removal> removals =
              new LinkedHashSet<>(wanted)
                  .stream().map(user -> Removal.judge(tx, groups, group, user)).toList();
          if (removals.stream().allMatch(Removal::isOfStranger)) {
            List<String> names = wanted.stream().map(UserId::value).toList();
            throw new RefusedException(new Refusal.NotMembers(names));
          }
          List<UserId> removed = Removal.removed(removals);
          if (!removed.isEmpty()) {
            kick(tx, app, by, group, removed, notifies);
          }
          return removals;
        });
  }

  private void kick(Tx tx, App app, Actor by, Group group, List<UserId> removed, boolean notifies) {
    Group _ =
        memberships.leave(tx, app, group, removed, LeaveKind.KICK, by, clock.instant(), notifies);
  }

  /// Whether a user is in a group.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public boolean isMember(App app, GroupId groupId, UserId user) {
    return transactions.read(
        snapshot ->
            groups
                .member(snapshot, Groups.require(snapshot, groups, app, groupId).id(), user)
                .isPresent());
  }

  /// Members from item number `offset`: the owner first, then by time of joining.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<Member> list(App app, GroupId groupId, int offset, int limit) {
    return transactions.read(
        snapshot ->
            groups.members(
                snapshot, Groups.require(snapshot, groups, app, groupId), offset, limit));
  }

  /// Members without the owner by time of joining; `after` is [Page#next] of the page before.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public Page<Member> listBesideOwner(
      App app, GroupId groupId, int limit, boolean newestFirst, @Nullable String after) {
    return transactions.read(
        snapshot ->
            groups.membersBesideOwner(
                snapshot,
                Groups.require(snapshot, groups, app, groupId),
                limit,
                newestFirst,
                after));
  }

  /// The admins; the owner is none of them.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public List<Member> admins(App app, GroupId groupId) {
    return transactions.read(
        snapshot -> groups.admins(snapshot, Groups.require(snapshot, groups, app, groupId).id()));
  }

  /// Makes a member an admin; who is one stays one.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.NewAdminNotInGroup],
  ///   [Refusal.OwnerUntouchable] or [Refusal.TooManyAdmins]
  public void addAdmin(App app, Actor by, GroupId groupId, UserId user) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.RULE_GROUP, group.id());
          Member.Role role =
              groups
                  .member(tx, group.id(), user)
                  .orElseThrow(
                      () ->
                          new RefusedException(
                              new Refusal.NewAdminNotInGroup(user.value(), groupId.toString())))
                  .role();
          switch (role) {
            case OWNER -> throw new RefusedException(new Refusal.OwnerUntouchable());
            case ADMIN -> {}
            case MEMBER -> {
              int withOwner = groups.admins(tx, group.id()).size() + 1;
              if (withOwner >= limits.adminsPerGroup()) {
                throw new RefusedException(new Refusal.TooManyAdmins());
              }
              groups.changeRole(tx, group.id(), user, Member.Role.ADMIN);
              tellAdmin(tx, app, by, group, user, true);
            }
          }
        });
  }

  /// Makes an admin an ordinary member.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotAdmin]
  public void removeAdmin(App app, Actor by, GroupId groupId, UserId user) {
    transactions.run(
        tx -> {
          Group group = Groups.forUpdate(tx, groups, app, groupId);
          permissions.requireInGroup(tx, app, by, Operation.RULE_GROUP, group.id());
          boolean isAdmin =
              groups
                  .member(tx, group.id(), user)
                  .filter(member -> member.role() == Member.Role.ADMIN)
                  .isPresent();
          if (!isAdmin) {
            throw new RefusedException(new Refusal.NotAdmin(user.value(), groupId.toString()));
          }
          groups.changeRole(tx, group.id(), user, Member.Role.MEMBER);
          tellAdmin(tx, app, by, group, user, false);
        });
  }

  private void tellAdmin(Tx tx, App app, Actor by, Group group, UserId user, boolean added) {
    Instant now = clock.instant();
    listener.on(tx, new GroupAdminsChanged(app, group, List.of(user), added, by, now));
  }
}
