package dev.weft.chat.group;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Tx;

/// Who may come into a group at all, whatever the group itself says.
record JoinCheck(UserStore users, GroupStore groups, ChatLimits limits) {

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
