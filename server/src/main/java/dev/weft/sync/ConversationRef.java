package dev.weft.sync;

/// A conversation as a client names it.
///
/// @param withUser whether `id` is the other user of a pair; else it is a group or thread
public record ConversationRef(boolean withUser, String id) {

  public static ConversationRef user(String name) {
    return new ConversationRef(true, name);
  }

  public static ConversationRef group(String id) {
    return new ConversationRef(false, id);
  }
}
