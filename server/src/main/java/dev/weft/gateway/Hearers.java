package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Notice;
import dev.weft.sync.Followed;
import java.util.List;
import java.util.Set;

/// Which devices here hear a group, room or thread: it changes by its notices.
final class Hearers {

  private final Sessions sessions;

  Hearers(Sessions sessions) {
    this.sessions = sessions;
  }

  /// Who comes in hears from this entry on.
  void enter(Conversation conversation, Notice notice, long position) {
    if (conversation instanceof Conversation.OfUser) {
      return;
    }
    switch (notice.kind()) {
      case GROUP_CREATED, GROUP_JOINED, GROUP_JOINED_QUIETLY, THREAD_JOINED -> {
        for (UserId user : notice.users()) {
          for (DeviceSession session : sessions.of(conversation.app(), user)) {
            session.enters(conversation, position);
            sessions.subscribe(session, conversation.id());
          }
        }
      }
      default -> {}
    }
  }

  /// Who goes has heard of it, and hears no more.
  void leave(Conversation conversation, Notice notice) {
    if (conversation instanceof Conversation.OfUser) {
      return;
    }
    switch (notice.kind()) {
      case GROUP_LEFT, GROUP_LEFT_QUIETLY, GROUP_KICKED, THREAD_LEFT, THREAD_KICKED -> {
        for (UserId user : notice.users()) {
          sessions.of(conversation.app(), user).forEach(session -> leave(session, conversation));
        }
      }
      case GROUP_DELETED -> leaveAll(conversation);
      case THREAD_DELETED -> {
        if (conversation instanceof Conversation.OfThread) {
          leaveAll(conversation);
        }
      }
      default -> {}
    }
  }

  private void leaveAll(Conversation conversation) {
    List.copyOf(sessions.audience(conversation)).forEach(session -> leave(session, conversation));
  }

  private void leave(DeviceSession session, Conversation conversation) {
    sessions.unsubscribe(session, conversation.id());
    session.forget(conversation.id());
  }

  /// The session hears no more of a conversation that its user has left, as nobody told of.
  void leaveIfOut(DeviceSession session, ConversationId conversation) {
    if (!session.heard().contains(conversation)) {
      sessions.unsubscribe(session, conversation);
      session.forget(conversation);
    }
  }

  /// Anything may have happened that nobody told of: the session hears what its user has come into
  /// meanwhile, and reads what there is.
  void refresh(DeviceSession session) {
    Set<ConversationId> subscribed = session.subscriptions();
    for (Followed one : session.followed()) {
      Conversation conversation = one.conversation();
      if ((conversation instanceof Conversation.OfGroup
              || conversation instanceof Conversation.OfThread)
          && !subscribed.contains(conversation.id())) {
        session.enters(conversation, one.from() + 1);
        sessions.subscribe(session, conversation.id());
      }
      session.appended(conversation, one.head());
    }
  }
}
