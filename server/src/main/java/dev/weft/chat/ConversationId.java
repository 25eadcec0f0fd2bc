package dev.weft.chat;

import java.util.Optional;

/// The number of a conversation: the id of its group or thread, or one made for a pair or inbox.
/// All four share one space.
public record ConversationId(long value) implements Comparable<ConversationId> {

  /// The id that a client has written; empty for anything that cannot be one.
  public static Optional<ConversationId> parse(String text) {
    return Ids.parse(text).map(ConversationId::new);
  }

  @Override
  public int compareTo(ConversationId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
