package dev.weft.chat;

import dev.weft.app.UserId;
import java.time.Instant;

/// A user's place in a group or thread.
public record Member(UserId user, Role role, Instant joined) {

  /// What a member of a group may do. In a thread everybody is a plain member.
  public enum Role {
    OWNER,
    ADMIN,
    MEMBER
  }
}
