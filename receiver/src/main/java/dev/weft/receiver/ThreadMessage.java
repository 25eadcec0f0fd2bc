package dev.weft.receiver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The newest message of a thread.
public record ThreadMessage(
    MessageId id, @Nullable UserId sender, Instant timestamp, MessageContent content) {

  /// Absent for `{}`: no message is left in the thread.
  static @Nullable ThreadMessage read(Json message, @Nullable AppKey appKey, Instant otherwise) {
    Field field = new Field(message);
    MessageId id = field.messageId("id");
    if (id == null) {
      return null;
    }
    Instant timestamp = field.instant("timestamp");
    return new ThreadMessage(
        id,
        sender(message, appKey),
        timestamp == null ? otherwise : timestamp,
        MessageContent.read(message.get("payload"), message.get("meta"), appKey));
  }

  /// The payload has the sender as the caller passed it; the field beside it is the same user with
  /// the app key in front, and the documents' example contradicts itself there.
  private static @Nullable UserId sender(Json message, @Nullable AppKey appKey) {
    UserId inner = new Field(message.get("payload")).map("from", text -> UserId.bare(text, appKey));
    return inner != null
        ? inner
        : new Field(message).map("from", text -> UserId.bare(text, appKey));
  }
}
