package dev.weft.chat.policy;

/// How a user stands in a group, from little to much.
public enum Rank {
  /// Not in the group.
  STRANGER,
  MEMBER,
  ADMIN,
  OWNER;

  boolean covers(Rank needed) {
    return compareTo(needed) >= 0;
  }
}
