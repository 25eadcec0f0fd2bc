package dev.weft.chat.timeline;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import dev.weft.chat.ThreadId;

/// What has a timeline.
public sealed interface Conversation {

  ConversationId id();

  AppId app();

  /// Whether a message of the same app was sent to this conversation.
  default boolean holds(Message message) {
    return switch (this) {
      case OfGroup(_, var group) ->
          message.to() instanceof Recipient.ToGroup(var to) && to.equals(group);
      case OfRoom(_, var room) ->
          message.to() instanceof Recipient.ToRoom(var to) && to.equals(room);
      case OfThread(_, var thread, _) ->
          message.to() instanceof Recipient.ToThread in && in.thread().equals(thread);
      case OfPair(_, _, var low, var high) ->
          message.to() instanceof Recipient.ToUser(var to)
              && ((to.isSameAs(low) && message.from().isSameAs(high))
                  || (to.isSameAs(high) && message.from().isSameAs(low)));
      case OfUser _ -> false;
    };
  }

  /// A group; its members hear it.
  record OfGroup(AppId app, GroupId group) implements Conversation {
    @Override
    public ConversationId id() {
      return group.conversation();
    }
  }

  /// A chat room; members hear it while they are connected, and are not brought up to date later.
  record OfRoom(AppId app, GroupId room) implements Conversation {
    @Override
    public ConversationId id() {
      return room.conversation();
    }
  }

  /// A thread; who has joined it hears it.
  record OfThread(AppId app, ThreadId thread, GroupId parent) implements Conversation {
    @Override
    public ConversationId id() {
      return new ConversationId(thread.value());
    }
  }

  /// Two users, the one whose name is smaller first. Somebody who writes to himself is both.
  record OfPair(AppId app, ConversationId id, UserId low, UserId high) implements Conversation {

    /// The other one.
    public UserId peerOf(UserId user) {
      return low.equals(user) ? high : low;
    }
  }

  /// What concerns one user alone: contacts, being put into a group or out of it, and what another
  /// device of the user did. Only the user hears it.
  record OfUser(AppId app, ConversationId id, UserId user) implements Conversation {}
}
