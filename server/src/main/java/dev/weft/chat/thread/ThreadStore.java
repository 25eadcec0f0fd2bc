package dev.weft.chat.thread;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.ThreadId;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where threads and their members are kept.
public interface ThreadStore {

  void insert(Tx tx, ChatThread thread);

  Optional<ChatThread> find(Snapshot snapshot, AppId app, ThreadId id);

  /// The thread, to be changed in this unit of work: nobody else changes it until that is over.
  Optional<ChatThread> findForUpdate(Tx tx, AppId app, ThreadId id);

  /// Threads of any app that units of work in this transaction are going to change, in one go:
  /// nobody else changes them until it is over.
  LockedThreads lock(Tx tx, List<ThreadId> ids);

  /// The thread that hangs on a message.
  Optional<ChatThread> findByParent(Snapshot snapshot, AppId app, MessageId parentMessage);

  /// Keeps what an operation changed: name, count, newest message, time, sequence.
  void update(Tx tx, ChatThread thread);

  /// Deletes the thread and its members. Its messages can no longer be reached; their rows go when
  /// their time is over, so that deleting a long thread holds nobody up.
  void delete(Tx tx, ChatThread thread);

  /// How many threads the app has; the vendor allows 100,000. Nobody else makes or deletes one
  /// until this unit of work is over.
  int countForUpdate(Tx tx, AppId app);

  /// How many threads a registered user has joined; the vendor allows 100,000. Nobody else lets the
  /// user join one until this unit of work is over.
  int countJoinedForUpdate(Tx tx, AppId app, UserId user);

  /// False if the user was in already.
  boolean join(Tx tx, AppId app, ThreadId thread, Member member);

  /// False if the user was not in.
  boolean leave(Tx tx, ThreadId thread, UserId user);

  boolean isMember(Snapshot snapshot, ThreadId thread, UserId user);

  int countMembers(Snapshot snapshot, ThreadId thread);

  /// Threads of the group a user has joined: leaving the group leaves them too.
  List<ChatThread> joinedInGroup(Snapshot snapshot, GroupId group, UserId user);

  /// Members in the order they joined; `after` is [Page#next] of the page before.
  Page<UserId> members(Snapshot snapshot, ThreadId thread, int limit, @Nullable String after);

  /// Threads of an app (or one group of it) by time of creation.
  Page<ChatThread> list(Snapshot snapshot, AppId app, @Nullable GroupId group, Listing listing);

  /// Threads a user has joined, in all groups or one, by time of joining.
  Page<ChatThread> joinedBy(
      Snapshot snapshot, AppId app, UserId user, @Nullable GroupId group, Listing listing);

  /// How a list is cut.
  ///
  /// @param after [Page#next] of the page before; null for the first page
  record Listing(int limit, boolean newestFirst, @Nullable String after) {}
}
