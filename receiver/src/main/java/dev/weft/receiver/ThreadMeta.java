package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// The thread a message belongs to, as the message itself tells it.
///
/// @param name the thread's name when the message was sent
public record ThreadMeta(
    @Nullable MessageId parentMessage, String name, @Nullable GroupId groupId) {

  static @Nullable ThreadMeta read(Json thread) {
    if (thread.isMissing()) {
      return null;
    }
    Field field = new Field(thread);
    return new ThreadMeta(
        field.messageId("msg_parent_id"),
        thread.get("thread_name").text(""),
        field.map("muc_parent_id", GroupId::new));
  }
}
