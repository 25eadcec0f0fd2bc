package dev.weft.chat;

import java.util.Optional;

/// The id of a group: a decimal string on the wire, larger than 2^53, growing with time.
public record GroupId(long value) implements Comparable<GroupId> {

  /// The id that a client has written; empty for anything that cannot be one.
  public static Optional<GroupId> parse(String text) {
    return Ids.parse(text).map(GroupId::new);
  }

  @Override
  public int compareTo(GroupId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
