package dev.weft.receiver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message in a thread was sent, recalled or modified.
///
/// @param operator who did it
/// @param groupId the group the thread belongs to
/// @param parentMessage the message the thread was made on
/// @param messageCount the messages in the thread now
/// @param timestamp when it was done; never goes backwards within a thread
/// @param lastMessage the newest message now, absent when none is left
public record ThreadCallback(
    Envelope envelope,
    ThreadId threadId,
    String name,
    @Nullable UserId operator,
    @Nullable GroupId groupId,
    @Nullable MessageId parentMessage,
    long messageCount,
    Instant timestamp,
    @Nullable ThreadMessage lastMessage)
    implements Callback {

  /// Absent if the id, the count or the time is missing: the record would lie without them.
  static @Nullable ThreadCallback read(Envelope envelope, Json data) {
    Field field = new Field(data);
    ThreadId threadId = field.map("id", ThreadId::new);
    Long messageCount = field.integer("message_count");
    Instant ownTime = field.instant("timestamp");
    Instant timestamp = ownTime == null ? envelope.timestamp() : ownTime;
    if (threadId == null || messageCount == null || timestamp == null) {
      return null;
    }
    return new ThreadCallback(
        envelope,
        threadId,
        data.get("name").text(""),
        field.map("from", text -> UserId.bare(text, envelope.appKey())),
        field.map("muc_parent_id", GroupId::new),
        field.messageId("msg_parent_id"),
        messageCount,
        timestamp,
        ThreadMessage.read(data.get("last_message"), envelope.appKey(), timestamp));
  }
}
