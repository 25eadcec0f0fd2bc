package dev.weft.chat.message;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.LockedThreads;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What messages are sent to, of all units of work in one transaction: which targets are threads,
/// locked, and which of the others are groups.
///
/// @param threads those of the targets that are threads
/// @param groups the apps of those that are groups
record SendTargets(LockedThreads threads, Map<GroupId, AppId> groups) {

  /// Two look-ups for all targets; the second one only if some are no threads.
  static SendTargets fetch(
      Tx tx, ThreadStore threads, GroupStore groups, List<ConversationId> targets) {
    LockedThreads locked =
        threads.lock(tx, targets.stream().map(ConversationId::asThread).toList());
    List<GroupId> others = new ArrayList<>();
    for (ConversationId target : targets) {
      if (!locked.has(target.asThread())) {
        others.add(target.asGroup());
      }
    }
    return new SendTargets(locked, groups.appsOf(tx, others));
  }

  /// The thread that a target is, as this unit of work finds it; empty if it is none of the app.
  Optional<ChatThread> thread(AppId app, ConversationId target) {
    return threads.find(app, target.asThread());
  }

  /// Whether a target is a group of the app.
  boolean isGroup(AppId app, ConversationId target) {
    return app.equals(groups.get(target.asGroup()));
  }
}
