package dev.weft.callback.event;

import java.util.Optional;

/// What a rule can ask for: the words of its `events`.
public enum EventKind {
  /// The Thread callback: a message in a thread was sent, recalled or modified.
  THREAD("thread"),
  /// The ordinary callback of a sent message, in threads, groups and single chats.
  MESSAGE("message"),
  /// The ordinary callback of a recalled message.
  RECALL("recall"),
  /// The ordinary callback of a modified message.
  EDIT("edit"),
  /// Group events (vendor: `group_op_event`).
  GROUP("group"),
  /// Ours: threads created, renamed, deleted, joined, left. The vendor has no callback for them.
  THREAD_LIFECYCLE("thread_lifecycle");

  private final String word;

  EventKind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<EventKind> of(String word) {
    for (EventKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
