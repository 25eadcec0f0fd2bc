package dev.weft.chat;

import dev.weft.app.App;
import dev.weft.tx.Tx;

/// Who may come into a group at all, whatever the group itself says.
record Admission(UserStore users, GroupStore groups, ChatLimits limits) {

  /// @throws RefusedException with [Refusal.NoSuchUser] or [Refusal.TooManyGroupsJoined]
  void check(Tx tx, App app, UserId user) {
    // Held for change, so that no other group counts at the same time.
    if (users.findForUpdate(tx, app.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NoSuchUser(user.value()));
    }
    if (groups.countJoined(tx, app.id(), user) >= limits.groupsPerUser()) {
      throw new RefusedException(new Refusal.TooManyGroupsJoined(user.value()));
    }
  }
}
