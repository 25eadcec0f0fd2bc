package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupCreated;
import dev.weft.chat.ChatEvent.GroupOwnerChanged;
import dev.weft.chat.ChatEvent.GroupUpdated;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Groups or chat rooms, whichever its store keeps: create, change, hand over, delete; lists. Who
/// is in them is [GroupMembers]' matter.
public final class Groups {

  /// The most members one look at groups shows: it may be at a hundred groups of thousands each.
  private static final int MAX_SHOWN_MEMBERS = 10_000;

  private final Transactions transactions;
  private final GroupStore groups;
  private final JoinCheck joinCheck;
  private final Memberships memberships;
  private final Permissions permissions;
  private final ConversationIds ids;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;

  public Groups(
      Transactions transactions,
      GroupStore groups,
      UserStore users,
      Memberships memberships,
      Permissions permissions,
      ConversationIds ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.groups = groups;
    this.joinCheck = new JoinCheck(users, groups, limits);
    this.memberships = memberships;
    this.permissions = permissions;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
  }

  /// A group to be made.
  ///
  /// @param id the id it shall have; empty to let the server choose
  /// @param members who is in from the start beside the owner
  public record NewGroup(
      Optional<GroupId> id, UserId owner, GroupDetails details, List<UserId> members) {}

  /// Makes a group with its first members.
  ///
  /// @throws RefusedException with [Refusal.NoSuchUser], [Refusal.GroupFull],
  ///   [Refusal.GroupExists], [Refusal.GroupIdUnfit], [Refusal.TooManyGroups] or
  ///   [Refusal.TooManyGroupsJoined], of rooms [Refusal.TooManyRooms] or
  ///   [Refusal.TooManyRoomsJoined]
  public Group create(App app, Actor by, NewGroup wanted) {
    return transactions.call(tx -> create(tx, app, by, wanted));
  }

  private Group create(Tx tx, App app, Actor by, NewGroup wanted) {
    Permissions.requireSelf(by, wanted.owner());
    if (groups.kind() == GroupKind.ROOM) {
      permissions.requireMayCreateRoom(tx, app, by);
    }
    Set<UserId> everybody = new LinkedHashSet<>();
    everybody.add(wanted.owner());
    everybody.addAll(wanted.members());
    for (UserId user : everybody) {
      joinCheck.check(tx, app, user);
    }
    if (everybody.size() > wanted.details().maxUsers()) {
      throw new RefusedException(new Refusal.GroupFull());
    }
    requireLessThanMost(tx, app);
    Instant now = clock.instant();
    GroupId id = wanted.id().isPresent() ? unused(tx, wanted.id().get()) : new GroupId(ids.next());
    Group group =
        new Group(
            id,
            groups.kind(),
            app.id(),
            wanted.owner(),
            wanted.details(),
            now,
            now,
            everybody.size(),
            false,
            false);
    groups.insert(tx, group);
    List<Member> members = new ArrayList<>(everybody.size());
    for (UserId user : everybody) {
      boolean owns = user.equals(wanted.owner());
      Member member = new Member(user, owns ? Member.Role.OWNER : Member.Role.MEMBER, now);
      groups.addMember(tx, app.id(), id, member);
      members.add(member);
    }
    listener.on(tx, new GroupCreated(app, group, members, by, now));
    return group;
  }

  private void requireLessThanMost(Tx tx, App app) {
    int count = groups.countForUpdate(tx, app.id());
    switch (groups.kind()) {
      case GROUP -> {
        if (count >= limits.groupsPerApp()) {
          throw new RefusedException(new Refusal.TooManyGroups(app.key().toString()));
        }
      }
      case ROOM -> {
        if (count >= limits.roomsPerApp()) {
          throw new RefusedException(new Refusal.TooManyRooms(app.key().toString()));
        }
      }
    }
  }

  /// An id of the caller's own choice. It must not be one that is still to be made.
  private GroupId unused(Tx tx, GroupId wanted) {
    if (wanted.chosen() == null && !ids.mayBeChosen(wanted.value())) {
      throw new RefusedException(new Refusal.GroupIdUnfit(wanted.toString()));
    }
    if (groups.isTaken(tx, wanted)) {
      throw new RefusedException(new Refusal.GroupExists(wanted.toString()));
    }
    return wanted;
  }

  /// Changes what a group is; a change of nothing is not told to anybody.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void modify(App app, Actor by, GroupId group, GroupChange change) {
    transactions.run(
        tx -> {
          Group old = forUpdate(tx, app, group);
          permissions.requireInGroup(tx, app, by, Operation.CHANGE_GROUP, group);
          if (change.isEmpty()) {
            return;
          }
          Instant now = clock.instant();
          Group changed = old.withDetails(change.appliedTo(old.details()), now);
          groups.update(tx, changed);
          listener.on(tx, new GroupUpdated(app, changed, change.asInfo(now), by, now));
        });
  }

  /// Puts a group into the hands of one of its members; the old owner stays in as a member.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound], [Refusal.SameOwner] or
  ///   [Refusal.NewOwnerNotInGroup]
  public void handOver(App app, Actor by, GroupId group, UserId newOwner) {
    transactions.run(
        tx -> {
          Group old = forUpdate(tx, app, group);
          permissions.requireInGroup(tx, app, by, Operation.RULE_GROUP, group);
          if (old.owner().equals(newOwner)) {
            throw new RefusedException(new Refusal.SameOwner());
          }
          if (groups.member(tx, old.id(), newOwner).isEmpty()) {
            throw new RefusedException(
                new Refusal.NewOwnerNotInGroup(newOwner.value(), group.toString()));
          }
          Instant now = clock.instant();
          Group changed = old.ownedBy(newOwner, now);
          groups.changeRole(tx, old.id(), old.owner(), Member.Role.MEMBER);
          groups.changeRole(tx, old.id(), newOwner, Member.Role.OWNER);
          groups.update(tx, changed);
          listener.on(tx, new GroupOwnerChanged(app, changed, old.owner(), by, now));
        });
  }

  /// Deletes a group and its threads: in one unit of work, unless it has very many threads.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public void delete(App app, Actor by, GroupId group) {
    boolean gone = false;
    while (!gone) {
      gone =
          transactions.call(
              tx -> {
                Group held = forUpdate(tx, app, group);
                permissions.requireInGroup(tx, app, by, Operation.RULE_GROUP, group);
                return memberships.dissolve(tx, app, held, by, clock.instant());
              });
    }
  }

  /// A group and who is in it, the owner first.
  public record Shown(Group group, List<Member> members) {}

  /// Those of the groups that exist, with their members as far as one look may show them.
  public List<Shown> find(App app, List<GroupId> wanted) {
    return transactions.read(
        snapshot -> {
          List<Shown> found = new ArrayList<>();
          int room = MAX_SHOWN_MEMBERS;
          for (GroupId id : wanted) {
            Optional<Group> group = groups.find(snapshot, app.id(), id);
            if (group.isPresent()) {
              List<Member> members = groups.members(snapshot, group.get(), 0, room);
              room -= members.size();
              found.add(new Shown(group.get(), members));
            }
          }
          return found;
        });
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

  /// Groups of the app by id.
  public Page<Group> list(App app, int limit, @Nullable String after) {
    return transactions.read(snapshot -> groups.list(snapshot, app.id(), limit, after));
  }

  /// A part of the groups a user is in, and how many there are in all.
  public record Joined(List<Group> groups, int total) {}

  /// Groups a user is in by time of joining, from item number `offset`.
  public Joined joinedBy(App app, UserId user, int offset, int limit) {
    return transactions.read(
        snapshot ->
            new Joined(
                groups.joinedBy(snapshot, app.id(), user, offset, limit),
                groups.countJoined(snapshot, app.id(), user)));
  }

  private Group forUpdate(Tx tx, App app, GroupId id) {
    return forUpdate(tx, groups, app, id);
  }

  /// A group, to be changed in this unit of work.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public static Group forUpdate(Tx tx, GroupStore groups, App app, GroupId id) {
    return groups
        .findForUpdate(tx, app.id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(id.toString())));
  }

  /// A group that there must be.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound]
  public static Group require(Snapshot snapshot, GroupStore groups, App app, GroupId id) {
    return groups
        .find(snapshot, app.id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(id.toString())));
  }
}
