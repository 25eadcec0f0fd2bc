package dev.weft.chat.thread;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Group;
import dev.weft.chat.Member;
import dev.weft.chat.group.GroupMarkStore;
import dev.weft.chat.group.GroupMarkStore.Kind;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What follows when users leave a group or a group ends: its threads are left, or end, with it.
public final class MemberRemoval {

  /// The most threads one unit of work deletes: the writer must not stand still for a group with a
  /// hundred thousand of them.
  private static final int THREADS_PER_STEP = 200;

  /// The most members one LEAVE callback of a deleted group names: bounds the size of its body.
  private static final int MEMBERS_PER_EVENT = 1_000;

  private final GroupStore groups;
  private final GroupMarkStore marks;
  private final ThreadStore threads;
  private final ChatListener listener;

  public MemberRemoval(
      GroupStore groups, GroupMarkStore marks, ThreadStore threads, ChatListener listener) {
    this.groups = groups;
    this.marks = marks;
    this.threads = threads;
    this.listener = listener;
  }

  /// Takes members, the owner not among them, out of a group, which the caller holds for change,
  /// and of its threads.
  public Group leave(
      Tx tx, App app, Group group, List<UserId> members, LeaveKind kind, Actor by, Instant at) {
    Map<ChatThread, List<UserId>> left = new LinkedHashMap<>();
    for (UserId member : members) {
      groups.removeMember(tx, group.id(), member);
      marks.remove(tx, group.id(), Kind.ALLOWED, member);
      for (ChatThread joined : threads.joinedInGroup(tx, group.id(), member)) {
        Optional<ChatThread> thread = threads.findForUpdate(tx, app.id(), joined.id());
        if (thread.isPresent() && threads.leave(tx, joined.id(), member)) {
          left.computeIfAbsent(thread.get(), _ -> new ArrayList<>()).add(member);
        }
      }
    }
    Group after = group.withMembers(-members.size());
    listener.on(tx, new GroupLeft(app, after, members, kind, by, at));
    left.forEach(
        (thread, users) -> listener.on(tx, new ThreadLeft(app, thread, users, false, by, at)));
    return after;
  }

  /// Ends a group, which the caller holds for change: its threads go, its members are out, it is
  /// gone. False if it has more threads than one unit of work should delete; some are gone then,
  /// and the caller begins another.
  public boolean dissolve(Tx tx, App app, Group group, Actor by, Instant at) {
    Listing some = new Listing(THREADS_PER_STEP, false, null);
    List<ChatThread> page = threads.list(tx, app.id(), group.id(), some).items();
    for (ChatThread listed : page) {
      threads
          .findForUpdate(tx, app.id(), listed.id())
          .ifPresent(
              thread -> {
                threads.delete(tx, thread);
                listener.on(tx, new ThreadDeleted(app, thread, by, at));
              });
    }
    if (page.size() == THREADS_PER_STEP) {
      return false;
    }
    tellMembers(tx, app, group, by, at);
    groups.delete(tx, group);
    listener.on(tx, new GroupDeleted(app, group, by, at));
    return true;
  }

  private void tellMembers(Tx tx, App app, Group group, Actor by, Instant at) {
    for (int from = 0; from < group.memberCount(); from += MEMBERS_PER_EVENT) {
      List<UserId> members =
          groups.members(tx, group, from, MEMBERS_PER_EVENT).stream().map(Member::user).toList();
      listener.on(tx, new GroupLeft(app, group, members, LeaveKind.DELETE, by, at));
    }
  }
}
