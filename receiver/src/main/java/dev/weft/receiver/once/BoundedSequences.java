package dev.weft.receiver.once;

import dev.weft.receiver.ThreadId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Remembers in memory how far the threads have come that were active last.
///
/// A thread it has forgotten, or not seen since the process began, starts anew: a gap there goes
/// unnoticed.
public final class BoundedSequences implements SequenceStore {

  /// Some five MB.
  public static final int CAPACITY = 50_000;

  private final int capacity;
  private final Map<ThreadId, Long> lasts = new LinkedHashMap<>();

  public BoundedSequences(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized OptionalLong last(ThreadId threadId) {
    Long last = lasts.get(threadId);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  @Override
  public synchronized void advance(ThreadId threadId, long sequence) {
    lasts.remove(threadId);
    lasts.put(threadId, sequence);
    if (lasts.size() > capacity) {
      lasts.remove(lasts.keySet().iterator().next());
    }
  }
}
