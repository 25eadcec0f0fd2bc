package dev.weft.chat.timeline;

import dev.weft.chat.ChatEvent;
import org.jspecify.annotations.Nullable;

/// Is notified of entries once they are durable, on the thread that commits: it hands them over and
/// returns.
public interface TimelineListener {

  /// An entry was added here, on this node.
  ///
  /// @param event what it came from; null for entries that no event stands behind
  void appended(Appended appended, @Nullable ChatEvent event);

  /// A message of a thread was sent, recalled or modified: who sees its group is told how the
  /// thread is now. Nothing is kept of that.
  void threadChanged(ChatEvent.OfMessage event);
}
