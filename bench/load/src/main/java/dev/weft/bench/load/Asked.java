package dev.weft.bench.load;

/// What the requests of a run ask for.
public enum Asked {
  /// To send a message to a thread.
  MESSAGE,
  /// The same over the connection of a device.
  DEVICE_MESSAGE,
  /// To add a reaction to a message of a group, and the next time round to remove it.
  REACTION,
  /// To set an attribute of a user.
  ATTRIBUTE,
  /// To set an attribute of a member of a group.
  MEMBER_ATTRIBUTE
}
