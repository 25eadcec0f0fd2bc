package dev.weft.chat.group;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Group;
import dev.weft.chat.Member;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.List;

/// Lets one user into a group, whatever has led to it.
record Admission(GroupStore groups, JoinCheck check, ChatListener listener) {

  /// Makes a user who is not in yet a member of a group, which is held for change.
  ///
  /// @throws RefusedException with [Refusal.NoSuchUser], [Refusal.GroupFull],
  ///   [Refusal.TooManyGroupsJoined] or, if the group is disabled, [Refusal.GroupNotAllowed]
  void admit(Tx tx, App app, Actor by, Group group, UserId user, JoinKind kind, Instant now) {
    requireEnabled(group);
    check.check(tx, app, user);
    if (group.memberCount() >= group.details().maxUsers()) {
      throw new RefusedException(new Refusal.GroupFull());
    }
    groups.addMember(tx, app.id(), group.id(), new Member(user, group.roleOf(user), now));
    listener.on(tx, new GroupJoined(app, group.withMembers(1), List.of(user), kind, "", by, now));
  }

  /// @throws RefusedException with [Refusal.GroupNotAllowed]
  static void requireEnabled(Group group) {
    if (group.disabled()) {
      throw new RefusedException(new Refusal.GroupNotAllowed(Refusal.Reason.GROUP_DISABLED));
    }
  }
}
