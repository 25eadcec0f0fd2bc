package dev.weft.chat;

/// What a group is. Both kinds have members with roles, marks and an announcement, and are kept and
/// served by the same code.
public enum GroupKind {
  /// A chat group: who is in it stays in it, and finds later what was sent meanwhile.
  GROUP,

  /// A chat room: who is in it hears what is sent while it is connected, and nothing else. It has
  /// no threads.
  ROOM
}
