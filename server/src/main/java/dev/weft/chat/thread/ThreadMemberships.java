package dev.weft.chat.thread;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.group.MembershipEnded;
import dev.weft.chat.group.MembershipListener;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Threads are left with their group, and end with it.
public final class ThreadMemberships implements MembershipListener {

  /// The most threads one unit of work deletes: the writer must not stand still for a group with a
  /// hundred thousand of them.
  private static final int THREADS_PER_STEP = 200;

  private final ThreadStore threads;
  private final ChatListener listener;

  public ThreadMemberships(ThreadStore threads, ChatListener listener) {
    this.threads = threads;
    this.listener = listener;
  }

  @Override
  public List<ChatEvent> ended(Tx tx, MembershipEnded event) {
    App app = event.app();
    Map<ChatThread, List<UserId>> left = new LinkedHashMap<>();
    for (UserId member : event.members()) {
      for (ChatThread joined : threads.joinedInGroup(tx, event.group().id(), member)) {
        Optional<ChatThread> thread = threads.findForUpdate(tx, app.id(), joined.id());
        if (thread.isPresent() && threads.leave(tx, joined.id(), member)) {
          left.computeIfAbsent(thread.get(), _ -> new ArrayList<>()).add(member);
        }
      }
    }
    return left.entrySet().stream()
        .<ChatEvent>map(
            each ->
                new ThreadLeft(app, each.getKey(), each.getValue(), false, event.by(), event.at()))
        .toList();
  }

  @Override
  public boolean ending(Tx tx, App app, GroupId group, Actor by, Instant at) {
    Listing some = new Listing(THREADS_PER_STEP, false, null);
    List<ChatThread> page = threads.list(tx, app.id(), group, some).items();
    for (ChatThread listed : page) {
      threads
          .findForUpdate(tx, app.id(), listed.id())
          .ifPresent(
              thread -> {
                threads.delete(tx, thread);
                listener.on(tx, new ThreadDeleted(app, thread, by, at));
              });
    }
    return page.size() < THREADS_PER_STEP;
  }
}
