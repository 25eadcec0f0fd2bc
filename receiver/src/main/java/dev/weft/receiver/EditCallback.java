package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// A message was modified; `content` is what it says now and who modified it.
public record EditCallback(
    Envelope envelope, MessageId edited, @Nullable UserId sender, String to, MessageContent content)
    implements Callback {

  /// One generation of the vendors' format has sender and receiver in the payload and meaningless
  /// ones outside; the next has them outside only.
  static @Nullable EditCallback read(Envelope envelope) {
    Json payload = envelope.body().get("payload");
    Field field = new Field(payload);
    MessageId edited = field.messageId("edit_message_id");
    if (edited == null) {
      return null;
    }
    UserId inner = field.map("from", text -> UserId.bare(text, envelope.appKey()));
    return new EditCallback(
        envelope,
        edited,
        inner != null ? inner : envelope.from(),
        payload.get("to").text(envelope.body().get("to").text("")),
        MessageContent.read(payload, Json.JsonNull.NULL, envelope.appKey()));
  }
}
