package dev.weft.receiver;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A thread was made, renamed or deleted, or its members changed. Weft's own, and opt-in.
///
/// @param operation create, update, delete, join, leave or kick; more may come
/// @param members who joined, left or was put out
public record ThreadLifecycleCallback(
    Envelope envelope,
    String operation,
    ThreadId threadId,
    String name,
    @Nullable UserId operator,
    @Nullable GroupId groupId,
    List<UserId> members,
    @Nullable Instant timestamp)
    implements Callback {

  static @Nullable ThreadLifecycleCallback read(Envelope envelope, Json data) {
    Field field = new Field(data);
    ThreadId threadId = field.map("id", ThreadId::new);
    String operation = field.text("operation");
    if (threadId == null || operation == null) {
      return null;
    }
    return new ThreadLifecycleCallback(
        envelope,
        operation,
        threadId,
        data.get("name").text(""),
        field.map("from", text -> UserId.bare(text, envelope.appKey())),
        field.map("muc_parent_id", GroupId::new),
        field.users("userIds", envelope.appKey()),
        field.instant("timestamp"));
  }
}
