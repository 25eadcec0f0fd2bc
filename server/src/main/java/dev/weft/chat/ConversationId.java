package dev.weft.chat;

import dev.weft.app.AppId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The number of a conversation: the id of its group or thread, or one made for a pair or inbox.
/// All four share one space.
///
/// @param value the number; it alone decides whether two ids are the same
/// @param chosen the text that an app has chosen for the group ([GroupId#chosen]); null if there is
///   none, or where it does not matter
public record ConversationId(long value, @Nullable String chosen)
    implements Comparable<ConversationId> {

  /// An id of which the number is enough.
  public ConversationId(long value) {
    this(value, null);
  }

  /// The id of a group or thread that a client of an app has written; empty for anything that
  /// cannot be one.
  public static Optional<ConversationId> parse(AppId app, String text) {
    return GroupId.parse(app, text).map(GroupId::conversation);
  }

  /// The group, if it is one.
  public GroupId asGroup() {
    return new GroupId(value, chosen);
  }

  /// The thread, if it is one.
  public ThreadId asThread() {
    return new ThreadId(value);
  }

  @Override
  public int compareTo(ConversationId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConversationId(long number, _) && number == value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Objects.requireNonNullElseGet(chosen, () -> Long.toString(value));
  }
}
