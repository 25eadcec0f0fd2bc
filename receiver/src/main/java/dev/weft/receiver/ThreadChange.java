package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// What happened in the thread; the vendors' own body says `update_msg` for all of it.
public enum ThreadChange {
  SENT,
  RECALLED,
  MODIFIED,
  /// Neither a header nor the thread's previous state tells.
  UNKNOWN;

  static ThreadChange ofHeader(@Nullable String operation) {
    return switch (operation == null ? "" : operation) {
      case "send" -> SENT;
      case "recall" -> RECALLED;
      case "modify" -> MODIFIED;
      default -> UNKNOWN;
    };
  }

  /// Infers the change from the thread's state before it, when no header tells.
  ///
  /// The rule, first match wins. *Fresh* means that the newest message carries the very time of the
  /// change.
  ///
  /// 1. No message is left: RECALLED. A send leaves one, and there is none to modify.
  /// 2. No previous state, or one that is newer: UNKNOWN.
  /// 3. One message more, and the newest is another one and fresh: SENT.
  /// 4. One message fewer, and the newest is not fresh: RECALLED.
  /// 5. As many messages, and the newest is the same one: MODIFIED.
  /// 6. Anything else: UNKNOWN, for instance because a callback between the two was lost.
  ///
  /// The previous state has to be that of the callback directly before: a lost recall followed by
  /// the change of an older message looks like a recall, and nothing in the body tells otherwise.
  public static ThreadChange infer(@Nullable ThreadState previous, ThreadCallback current) {
    if (current.messageCount() == 0) {
      return RECALLED;
    }
    ThreadMessage newest = current.lastMessage();
    if (previous == null || newest == null || previous.timestamp().isAfter(current.timestamp())) {
      return UNKNOWN;
    }
    boolean same = newest.id().equals(previous.lastMessage());
    boolean fresh = newest.timestamp().equals(current.timestamp());
    long more = current.messageCount() - previous.messageCount();
    if (more == 1 && !same && fresh) {
      return SENT;
    }
    if (more == -1 && !fresh) {
      return RECALLED;
    }
    return more == 0 && same ? MODIFIED : UNKNOWN;
  }
}
