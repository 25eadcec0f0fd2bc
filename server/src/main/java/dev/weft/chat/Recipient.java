package dev.weft.chat;

import dev.weft.app.UserId;

/// Whom a message was sent to.
public sealed interface Recipient {

  /// The name of the user, or the number of the group or thread: `to` in the vendor's JSON.
  String id();

  /// Whether this is one user; everything else is a group chat to the vendor.
  default boolean isUser() {
    return this instanceof ToUser;
  }

  /// One user.
  record ToUser(UserId user) implements Recipient {
    @Override
    public String id() {
      return user.value();
    }
  }

  /// The members of a group.
  record ToGroup(GroupId group) implements Recipient {
    @Override
    public String id() {
      return group.toString();
    }
  }

  /// The members of a chat room who are connected.
  record ToRoom(GroupId room) implements Recipient {
    @Override
    public String id() {
      return room.toString();
    }
  }

  /// A thread; `parent` is the thread's group and `threadName` its name at that moment.
  record ToThread(ThreadId thread, GroupId parent, MessageId parentMessage, String threadName)
      implements Recipient {
    @Override
    public String id() {
      return thread.toString();
    }
  }
}
