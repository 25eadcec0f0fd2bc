package dev.weft.chat.broadcast;

/// Who gets a broadcast. The names are what the store keeps.
public enum Audience {
  /// Every user of the app.
  USERS,

  /// The users who have a session when their turn comes.
  ONLINE_USERS,

  /// Every chat room with at least one member.
  ROOMS
}
