package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A message was sent: to a user, a group, a chat room, or a thread.
///
/// @param to the receiver: a user, or the group
/// @param groupId the group, chat room or thread it was sent in
/// @param contentType for instance `chat:group:text`
/// @param offline this copy is for a member who was offline, named by `to`
public record MessageCallback(
    Envelope envelope,
    MessageId messageId,
    @Nullable UserId sender,
    String to,
    @Nullable GroupId groupId,
    @Nullable String contentType,
    boolean offline,
    MessageContent content)
    implements Callback {

  static @Nullable MessageCallback read(Envelope envelope) {
    MessageId messageId = envelope.msgId();
    if (messageId == null) {
      return null;
    }
    Field field = new Field(envelope.body());
    return new MessageCallback(
        envelope,
        messageId,
        envelope.from(),
        envelope.body().get("to").text(""),
        field.map("group_id", GroupId::new),
        field.text("content_type"),
        envelope.isOffline(),
        MessageContent.read(envelope.body().get("payload"), Json.JsonNull.NULL, envelope.appKey()));
  }

  /// The thread it was sent in: such a message names the thread where others name the group.
  public @Nullable ThreadId threadId() {
    return content.thread() == null || groupId == null ? null : new ThreadId(groupId.value());
  }
}
