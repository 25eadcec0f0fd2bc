package dev.weft.receiver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an app keeps of a thread to tell the next change apart without Weft's headers.
public record ThreadState(long messageCount, @Nullable MessageId lastMessage, Instant timestamp) {

  public static ThreadState after(ThreadCallback callback) {
    ThreadMessage newest = callback.lastMessage();
    return new ThreadState(
        callback.messageCount(), newest == null ? null : newest.id(), callback.timestamp());
  }
}
