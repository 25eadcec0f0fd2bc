package dev.weft.sync.attribute;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Map;

/// What is noted of users, and of members of groups: texts by name.
public interface AttributeStore {

  /// A user of an app, whether there is one or not.
  record Owner(AppId app, UserId user) {}

  /// What is noted of those users that there are. Nobody else changes it, or deletes them, until
  /// this unit of work is over.
  Map<Owner, Map<String, String>> lock(Tx tx, List<Owner> owners);

  /// Keeps a value in place of the old one; an empty one is taken away.
  void put(Tx tx, AppId app, UserId user, String name, String value);

  Map<String, String> of(Snapshot snapshot, AppId app, UserId user);

  void delete(Tx tx, AppId app, UserId user);

  /// Forgets what is noted of a user in all groups.
  void deleteOfMember(Tx tx, AppId app, UserId user);

  /// Bytes of all values of an app.
  long size(Snapshot snapshot, AppId app);

  /// A user and a group, whether the one is in the other or not.
  record MemberPlace(GroupId group, UserId user) {}

  /// What is noted of a member.
  ///
  /// @param ranks whether it is the owner or an admin
  record MemberValues(boolean ranks, Map<String, String> values) {}

  /// What is noted of those who are members.
  Map<MemberPlace, MemberValues> ofMembers(Snapshot snapshot, List<MemberPlace> places);

  /// `reader` is told from now on when the attributes of `user` change.
  void subscribe(Tx tx, AppId app, UserId reader, UserId user);

  void unsubscribe(Tx tx, AppId app, UserId reader, UserId user);

  /// Of whom `reader` is told, by name.
  List<UserId> subscribed(Snapshot snapshot, AppId app, UserId reader);

  /// Who is told of each of the users, by name; users of whom nobody is told are left out.
  Map<Owner, List<UserId>> readers(Snapshot snapshot, List<Owner> users);

  /// As [#put], of a member of a group.
  void put(Tx tx, AppId app, GroupId group, UserId user, String name, String value);

  Map<String, String> of(Snapshot snapshot, GroupId group, UserId user);
}
