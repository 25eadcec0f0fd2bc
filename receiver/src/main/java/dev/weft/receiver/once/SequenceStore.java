package dev.weft.receiver.once;

import dev.weft.receiver.ThreadId;
import java.util.OptionalLong;

/// Remembers how far each thread has come. Implementations are safe for many threads.
public interface SequenceStore {

  OptionalLong last(ThreadId threadId);

  /// Called in the thread's lane, and only to go forward.
  void advance(ThreadId threadId, long sequence);
}
