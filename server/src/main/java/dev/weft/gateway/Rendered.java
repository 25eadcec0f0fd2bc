package dev.weft.gateway;

import dev.weft.app.UserId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.msync.Meta;
import dev.weft.sync.device.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An entry of a timeline, ready to be sent.
///
/// @param origin the device that did it and does not get it; 0 if none
/// @param forUser what a user gets of it; null if nothing
/// @param answered whose call did it, and when it has been answered; null if that does not matter
record Rendered(
    Conversation conversation,
    long position,
    long origin,
    Function<UserId, @Nullable Meta> forUser,
    @Nullable Answered answered) {

  /// A call has been answered by then, and its answer has been read.
  static final Duration ANSWERED = Duration.ofMillis(300);

  /// The devices of this user get an entry when the call that did it has been answered. The
  /// vendor's UI kits add their own reaction to the count on that answer: what they are told after
  /// it is right, what they are told before it is then counted twice.
  record Answered(UserId user, Instant at) {}

  Rendered(
      Conversation conversation,
      long position,
      long origin,
      Function<UserId, @Nullable Meta> forUser) {
    this(conversation, position, origin, forUser, null);
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

  /// The same for the others; `user` gets it when the call has been answered that did it at `at`.
  Rendered answeredTo(UserId user, Instant at) {
    return new Rendered(
        conversation, position, origin, forUser, new Answered(user, at.plus(ANSWERED)));
  }

  /// Whether the call may still have to be answered with which `user` did this.
  boolean isEarly(UserId user, Instant now) {
    return answered != null && answered.user().isSameAs(user) && now.isBefore(answered.at());
  }

  /// What a device gets of it; null if nothing.
  @Nullable Meta metaFor(Device device) {
    return origin == device.id().value() ? null : forUser.apply(device.user());
  }
}
