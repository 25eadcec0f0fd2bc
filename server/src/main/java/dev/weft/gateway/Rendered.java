package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An entry of a timeline, ready to be sent: made once for all devices that get it.
///
/// @param origin the device that did it and does not get it; 0 if none
/// @param forUser what a user gets of it; null if nothing
record Rendered(
    Conversation conversation,
    long position,
    long origin,
    Function<UserId, @Nullable Meta> forUser,
    Map<FrameKey, byte[]> frames) {

  /// A frame is the same for all users who find the entry in the same queue and get the same of it.
  record FrameKey(String queue, Meta meta) {}

  Rendered(
      Conversation conversation,
      long position,
      long origin,
      Function<UserId, @Nullable Meta> forUser) {
    this(conversation, position, origin, forUser, new HashMap<>());
  }

  /// The same for everybody.
  static Rendered of(Conversation conversation, long position, long origin, Meta meta) {
    return new Rendered(conversation, position, origin, _ -> meta);
  }

  /// The same for these users, and nothing for others; for all if there are none.
  Rendered only(Set<UserId> readers) {
    return readers.isEmpty()
        ? this
        : new Rendered(
            conversation,
            position,
            origin,
            user -> readers.contains(UserId.of(user.value())) ? forUser.apply(user) : null);
  }

  /// The same place in the timeline, and nothing to send.
  Rendered withheld() {
    return new Rendered(conversation, position, origin, _ -> null);
  }

  /// The frame that pushes `meta` in `queue`. By one thread at a time.
  byte[] frame(Jid queue, Meta meta) {
    FrameKey key = new FrameKey(queue.getName(), meta);
    return frames.computeIfAbsent(key, _ -> Frames.entries(queue, List.of(meta), position));
  }
}
