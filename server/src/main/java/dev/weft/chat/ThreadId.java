package dev.weft.chat;

/// The id of a thread: a decimal string on the wire, larger than 2^53, growing with time.
public record ThreadId(long value) implements Comparable<ThreadId> {

  @Override
  public int compareTo(ThreadId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
