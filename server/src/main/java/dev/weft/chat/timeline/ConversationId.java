package dev.weft.chat.timeline;

/// The number of a conversation: the id of its group or thread, or one made for a pair or inbox.
/// All four share one space.
public record ConversationId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
