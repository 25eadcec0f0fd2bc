package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// One callback, read. Whatever has no record of its own is an [UnknownCallback], never an error.
public sealed interface Callback
    permits ThreadCallback,
        ThreadLifecycleCallback,
        MessageCallback,
        RecallCallback,
        EditCallback,
        ReactionCallback,
        GroupCallback,
        MucCallback,
        ReadAckCallback,
        ConversationAckCallback,
        UserStatusCallback,
        UnknownCallback {

  Envelope envelope();

  /// The thread it is about, if it is about one: what a receiver keeps in order by.
  default @Nullable ThreadId about() {
    if (this instanceof ThreadCallback thread) {
      return thread.threadId();
    }
    if (this instanceof ThreadLifecycleCallback lifecycle) {
      return lifecycle.threadId();
    }
    return this instanceof MessageCallback message ? message.threadId() : null;
  }
}
