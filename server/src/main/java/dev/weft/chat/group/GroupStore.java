package dev.weft.chat.group;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import dev.weft.chat.Member;
import dev.weft.chat.Page;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where groups or chat rooms and their members are kept: each store knows one kind, and finds none
/// of the other.
public interface GroupStore {

  /// What is kept here.
  GroupKind kind();

  /// Keeps a new group, still without members.
  void insert(Tx tx, Group group);

  /// Whether a group or a thread of any app has this id: they share one space.
  boolean isTaken(Snapshot snapshot, GroupId id);

  Optional<Group> find(Snapshot snapshot, AppId app, GroupId id);

  /// The group, to be changed in this unit of work: nobody else changes it until that is over.
  Optional<Group> findForUpdate(Tx tx, AppId app, GroupId id);

  /// The group, which stays as it is, its members too, until this unit of work is over.
  Optional<Group> hold(Tx tx, AppId app, GroupId id);

  /// Which apps these groups belong to, in one go; those that are not there are left out.
  Map<GroupId, AppId> appsOf(Snapshot snapshot, List<GroupId> ids);

  /// Those of the groups, of any app, that are there, in one go: nobody else changes them until
  /// this unit of work is over.
  Map<GroupId, Group> lock(Tx tx, List<GroupId> ids);

  boolean exists(Snapshot snapshot, AppId app, GroupId id);

  /// Keeps owner, details, time of change, and whether all are muted and it is disabled.
  void update(Tx tx, Group group);

  /// The announcement; empty if there is none.
  String announcement(Snapshot snapshot, GroupId group);

  void announce(Tx tx, GroupId group, String announcement);

  /// Deletes the group with its members and marks; its threads are deleted before.
  void delete(Tx tx, Group group);

  /// How many groups the app has; nobody else makes or deletes one until this unit of work is over.
  int countForUpdate(Tx tx, AppId app);

  /// Adds to the group's member count too. False if the user was in already.
  boolean addMember(Tx tx, AppId app, GroupId group, Member member);

  /// Takes from the group's member count too. False if the user was not in.
  boolean removeMember(Tx tx, GroupId group, UserId user);

  void changeRole(Tx tx, GroupId group, UserId user, Member.Role role);

  Optional<Member> member(Snapshot snapshot, GroupId group, UserId user);

  /// A user in a group, whether a member or not.
  record Place(GroupId group, UserId user) {}

  /// Those of the places that members have.
  Set<Place> taken(Snapshot snapshot, List<Place> places);

  /// Members from item number `offset`: the owner first, then by time of joining.
  List<Member> members(Snapshot snapshot, Group group, int offset, int limit);

  /// Members without the owner by time of joining; `after` is [Page#next] of the page before.
  Page<Member> membersBesideOwner(
      Snapshot snapshot, Group group, int limit, boolean newestFirst, @Nullable String after);

  /// The admins by time of joining; the owner is none of them.
  List<Member> admins(Snapshot snapshot, GroupId group);

  /// Groups of the app by id; `after` is [Page#next] of the page before.
  Page<Group> list(Snapshot snapshot, AppId app, int limit, @Nullable String after);

  /// The same of those that are public.
  Page<Group> listPublic(Snapshot snapshot, AppId app, int limit, @Nullable String after);

  /// Groups a user is in by time of joining, from item number `offset`.
  List<Group> joinedBy(Snapshot snapshot, AppId app, UserId user, int offset, int limit);

  int countJoined(Snapshot snapshot, AppId app, UserId user);
}
