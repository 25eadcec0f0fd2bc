package dev.weft.chat.thread;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ThreadId;
import java.util.Optional;

/// Threads that were [locked][ThreadStore#lock] for all units of work in one transaction. Holds for
/// as long as that, and for no other thread of Java.
public interface LockedThreads {

  /// Whether there is such a thread, of any app. Of threads that were asked for.
  boolean has(ThreadId id);

  /// The thread, as the units before and this one have left it by [ThreadStore#update]; empty if it
  /// is not there or belongs to another app. Of threads that were asked for.
  Optional<ChatThread> find(AppId app, ThreadId id);
}
