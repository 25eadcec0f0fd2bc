package dev.weft.chat;

import dev.weft.app.UserId;

/// Where a message was sent.
public sealed interface Place {

  /// To one user.
  record WithUser(UserId user) implements Place {}

  /// Into a group.
  record InGroup(GroupId group) implements Place {}

  /// Into a chat room.
  record InRoom(GroupId room) implements Place {}

  /// Into a thread; `parent` is the thread's group and `threadName` its name at that moment.
  record InThread(ThreadId thread, GroupId parent, MessageId parentMessage, String threadName)
      implements Place {}
}
