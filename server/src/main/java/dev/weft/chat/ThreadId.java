package dev.weft.chat;

import java.util.Optional;

/// The id of a thread: a decimal string on the wire, larger than 2^53, growing with time.
public record ThreadId(long value) implements Comparable<ThreadId> {

  /// The id that a client has written; empty for anything that cannot be one.
  public static Optional<ThreadId> parse(String text) {
    return Ids.parse(text).map(ThreadId::new);
  }

  @Override
  public int compareTo(ThreadId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
