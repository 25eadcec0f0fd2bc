package dev.weft.chat;

import dev.weft.app.AppId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where groups and their members are kept.
public interface GroupStore {

  void insert(Tx tx, Group group);

  Optional<Group> find(Snapshot snapshot, AppId app, GroupId id);

  boolean exists(Snapshot snapshot, AppId app, GroupId id);

  /// Keeps owner, details and time of change.
  void update(Tx tx, Group group);

  /// Deletes the group and its members; its threads are deleted before.
  void delete(Tx tx, Group group);

  /// False if the user was in already.
  boolean addMember(Tx tx, AppId app, GroupId group, Member member);

  /// False if the user was not in.
  boolean removeMember(Tx tx, GroupId group, UserId user);

  void changeRole(Tx tx, GroupId group, UserId user, Member.Role role);

  Optional<Member> member(Snapshot snapshot, GroupId group, UserId user);

  /// Every member, the owner first, then by time of joining.
  List<Member> members(Snapshot snapshot, GroupId group);

  /// One page of the members in the same order, from item number `offset`.
  List<Member> members(Snapshot snapshot, GroupId group, int offset, int limit);

  List<Member> admins(Snapshot snapshot, GroupId group);

  /// Groups of the app by id; `after` is [Page#next] of the page before.
  Page<Group> list(Snapshot snapshot, AppId app, int limit, @Nullable String after);

  /// Groups a user is in, by id, from item number `offset`.
  List<Group> joinedBy(Snapshot snapshot, AppId app, UserId user, int offset, int limit);

  int countJoined(Snapshot snapshot, AppId app, UserId user);
}
