package dev.weft.chat.user;

import dev.weft.app.UserId;
import java.time.Instant;

/// What a user may not send in the whole app, each until a moment; [Instant#EPOCH] if the user may.
///
/// @param chat messages to single users
/// @param group messages to groups
/// @param room messages to chat rooms
public record UserMute(UserId user, Instant chat, Instant group, Instant room) {

  /// The end of a mute that has none. The vendor shows this time for it.
  public static final Instant NEVER = Instant.ofEpochMilli(4_638_873_600_000L);

  /// The mute of a user who is not muted.
  static UserMute none(UserId user) {
    return new UserMute(user, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
  }

  boolean isOver(Instant now) {
    return !chat.isAfter(now) && !group.isAfter(now) && !room.isAfter(now);
  }
}
