package dev.weft.chat.group;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Tx;

/// Who may come into a group or room at all, whatever that one itself says.
public record JoinCheck(UserStore users, GroupStore groups, ChatLimits limits) {

  /// Requires that a user is registered and may join one more.
  ///
  /// @throws RefusedException with [Refusal.NoSuchUser], [Refusal.TooManyGroupsJoined] or
  ///   [Refusal.TooManyRoomsJoined]
  public void check(Tx tx, App app, UserId user) {
    // Held for change, so that no other group counts at the same time.
    if (users.findForUpdate(tx, app.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NoSuchUser(user.value()));
    }
    int joined = groups.countJoined(tx, app.id(), user);
    switch (groups.kind()) {
      case GROUP -> {
        if (joined >= limits.groupsPerUser()) {
          throw new RefusedException(new Refusal.TooManyGroupsJoined(user.value()));
        }
      }
      case ROOM -> {
        if (joined >= limits.roomsPerUser()) {
          throw new RefusedException(new Refusal.TooManyRoomsJoined(user.value()));
        }
      }
    }
  }
}
