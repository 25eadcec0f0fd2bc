package dev.weft.chat;

import java.util.Optional;

/// The id of a message: a decimal string on the wire, larger than 2^53, growing with time.
public record MessageId(long value) implements Comparable<MessageId> {

  /// The id that a client has written; empty for anything that cannot be one.
  public static Optional<MessageId> parse(String text) {
    return Ids.parse(text).map(MessageId::new);
  }

  @Override
  public int compareTo(MessageId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
