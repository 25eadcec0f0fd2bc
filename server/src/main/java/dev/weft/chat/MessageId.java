package dev.weft.chat;

/// The id of a message: a decimal string on the wire, larger than 2^53, growing with time.
public record MessageId(long value) implements Comparable<MessageId> {

  @Override
  public int compareTo(MessageId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
