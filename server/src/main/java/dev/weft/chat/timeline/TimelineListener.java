package dev.weft.chat.timeline;

import dev.weft.chat.ChatEvent;

/// Hears of entries that have become durable on this node, on the thread that commits: it must be
/// quick. On a database with many writers, entries of one conversation may be told in another order
/// than theirs: [Appended#previous] shows it.
public interface TimelineListener {

  /// @param event what the entry tells of, as it was when it happened: nobody has to read it again
  void appended(Appended entry, ChatEvent event);
}
