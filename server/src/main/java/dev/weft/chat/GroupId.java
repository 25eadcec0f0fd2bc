package dev.weft.chat;

/// The id of a group: a decimal string on the wire, larger than 2^53, growing with time.
public record GroupId(long value) implements Comparable<GroupId> {

  @Override
  public int compareTo(GroupId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
