package dev.weft.chat.thread;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.ThreadCreated;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadJoined;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatEvent.ThreadRenamed;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ConversationIds;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore.Listing;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Threads: create, rename, delete; who is in; lists.
public final class Threads {

  private final Transactions transactions;
  private final ThreadStore threads;
  private final GroupStore groups;
  private final ParentMessages messages;
  private final Permissions permissions;
  private final ConversationIds ids;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;

  public Threads(
      Transactions transactions,
      ThreadStore threads,
      GroupStore groups,
      ParentMessages messages,
      Permissions permissions,
      ConversationIds ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.threads = threads;
    this.groups = groups;
    this.messages = messages;
    this.permissions = permissions;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
  }

  /// Makes a thread on a message of a group. Its owner is its first member.
  ///
  /// @throws RefusedException with one of the `Thread…` or `TooMany…` refusals
  public ChatThread create(
      App app, Actor by, GroupId groupId, MessageId messageId, String name, UserId ownerName) {
    UserId owner = UserId.of(ownerName.value());
    Permissions.requireSelf(by, owner);
    return transactions.call(
        tx -> {
          Group group =
              groups
                  .hold(tx, app.id(), groupId)
                  .orElseThrow(() -> new RefusedException(new Refusal.ThreadGroupNotFound()));
          permissions.requireInGroup(tx, app, by, Operation.CREATE_THREAD, groupId);
          if (groups.member(tx, group.id(), owner).isEmpty()) {
            throw new RefusedException(new Refusal.ThreadOwnerNotInGroup());
          }
          Message parent = parentMessage(tx, app, group, messageId);
          if (threads.findByParent(tx, app.id(), parent.id()).isPresent()) {
            throw new RefusedException(new Refusal.ThreadExists());
          }
          requireMayJoin(tx, app, owner);
          if (threads.countForUpdate(tx, app.id()) >= limits.threadsPerApp()) {
            throw new RefusedException(new Refusal.TooManyThreads());
          }
          Instant now = clock.instant();
          ChatThread thread =
              new ChatThread(
                  new ThreadId(ids.next()),
                  app.id(),
                  group.id(),
                  parent.id(),
                  name,
                  owner,
                  now,
                  0,
                  null,
                  now,
                  0);
          threads.insert(tx, thread);
          threads.join(tx, app.id(), thread.id(), new Member(owner, Member.Role.MEMBER, now));
          listener.on(tx, new ThreadCreated(app, thread, by, now));
          return thread;
        });
  }

  private Message parentMessage(Tx tx, App app, Group group, MessageId messageId) {
    Message parent =
        messages
            .find(tx, messageId)
            .orElseThrow(() -> new RefusedException(new Refusal.ThreadMessageNotFound()));
    if (!parent.app().equals(app.id())) {
      throw new RefusedException(new Refusal.ThreadMessageOfOtherApp());
    }
    switch (parent.to()) {
      case Recipient.ToUser _, Recipient.ToRoom _ ->
          throw new RefusedException(new Refusal.ThreadNotOnGroupMessage());
      case Recipient.ToThread _ -> throw new RefusedException(new Refusal.ThreadNested());
      case Recipient.ToGroup(GroupId of) -> {
        if (!of.equals(group.id())) {
          throw new RefusedException(new Refusal.ThreadMessageOfOtherGroup());
        }
      }
    }
    return parent;
  }

  /// Gives a thread another name.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` may not
  public void rename(App app, Actor by, ThreadId id, String name) {
    transactions.run(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
          boolean own = by.user().equals(thread.owner());
          permissions.requireInGroup(tx, app, by, Operation.RENAME_THREAD, thread.group(), own);
          ChatThread renamed = thread.renamed(name);
          threads.update(tx, renamed);
          listener.on(tx, new ThreadRenamed(app, renamed, by, clock.instant()));
        });
  }

  /// Deletes a thread.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` may not
  public void delete(App app, Actor by, ThreadId id) {
    transactions.run(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
          permissions.requireInGroup(tx, app, by, Operation.DELETE_THREAD, thread.group());
          threads.delete(tx, thread);
          listener.on(tx, new ThreadDeleted(app, thread, by, clock.instant()));
        });
  }

  /// Lets users in, and answers the thread. Those who are in already stay in; each must be a member
  /// of the group. A member lets in only itself.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], [Refusal.ThreadOwnerNotInGroup],
  ///   [Refusal.TooManyThreadsJoined], or because `by` may not
  public ChatThread join(App app, Actor by, ThreadId id, List<UserId> users) {
    users.forEach(user -> Permissions.requireSelf(by, user));
    return transactions.call(
        tx -> {
          // The group before the thread, as whoever takes users out of both does.
          GroupId group = require(tx, app, id).group();
          groups.hold(tx, app.id(), group);
          ChatThread thread = forUpdate(tx, app, id);
          permissions.requireInGroup(tx, app, by, Operation.JOIN_THREAD, group);
          for (UserId user : users) {
            if (groups.member(tx, thread.group(), user).isEmpty()) {
              throw new RefusedException(new Refusal.ThreadOwnerNotInGroup());
            }
          }
          Instant now = clock.instant();
          List<UserId> joined = new ArrayList<>();
          for (UserId user : users) {
            requireMayJoin(tx, app, user);
            Member member = new Member(user, Member.Role.MEMBER, now);
            if (threads.join(tx, app.id(), thread.id(), member)) {
              joined.add(user);
            }
          }
          if (!joined.isEmpty()) {
            listener.on(tx, new ThreadJoined(app, thread, joined, by, now));
          }
          return thread;
        });
  }

  private void requireMayJoin(Tx tx, App app, UserId user) {
    if (threads.countJoinedForUpdate(tx, app.id(), user) >= limits.threadsPerUser()) {
      throw new RefusedException(new Refusal.TooManyThreadsJoined());
    }
  }

  /// Lets a user go who wants to; false if the user was not in.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` is another member
  public boolean leave(App app, Actor by, ThreadId id, UserId user) {
    Permissions.requireSelf(by, user);
    return transactions.call(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
          boolean wasIn = threads.leave(tx, id, user);
          if (wasIn) {
            listener.on(tx, new ThreadLeft(app, thread, List.of(user), false, by, clock.instant()));
          }
          return wasIn;
        });
  }

  /// Puts users out and answers, in order, whether each was in.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` may not
  public List<Boolean> kick(App app, Actor by, ThreadId id, List<UserId> users) {
    return transactions.call(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
          permissions.requireInGroup(tx, app, by, Operation.KICK_FROM_THREAD, thread.group());
          List<Boolean> wereIn = new ArrayList<>();
          List<UserId> kicked = new ArrayList<>();
          for (UserId user : users) {
            boolean wasIn = threads.leave(tx, thread.id(), user);
            wereIn.add(wasIn);
            if (wasIn) {
              kicked.add(user);
            }
          }
          if (!kicked.isEmpty()) {
            listener.on(tx, new ThreadLeft(app, thread, kicked, true, by, clock.instant()));
          }
          return wereIn;
        });
  }

  /// Members in the order they joined.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` may not see them
  public Page<UserId> members(App app, Actor by, ThreadId id, int limit, @Nullable String after) {
    return transactions.read(
        snapshot -> {
          requireSeen(snapshot, app, by, require(snapshot, app, id).group());
          return threads.members(snapshot, id, limit, after);
        });
  }

  /// A thread and how many members it has.
  public record Shown(ChatThread thread, int members) {}

  /// One thread.
  ///
  /// @throws RefusedException with [Refusal.ThreadNotFound], or because `by` may not see it
  public Shown show(App app, Actor by, ThreadId id) {
    return transactions.read(
        snapshot -> {
          ChatThread thread = require(snapshot, app, id);
          requireSeen(snapshot, app, by, thread.group());
          return new Shown(thread, threads.countMembers(snapshot, id));
        });
  }

  public Optional<ChatThread> find(App app, ThreadId id) {
    return transactions.read(snapshot -> threads.find(snapshot, app.id(), id));
  }

  private void requireSeen(Snapshot snapshot, App app, Actor by, GroupId group) {
    permissions.requireInGroup(snapshot, app, by, Operation.SEE_THREADS, group);
  }

  private ChatThread require(Snapshot snapshot, App app, ThreadId id) {
    return threads
        .find(snapshot, app.id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.ThreadNotFound()));
  }

  /// Every thread of the app: for its server.
  public Page<ChatThread> list(App app, Listing listing) {
    return transactions.read(snapshot -> threads.list(snapshot, app.id(), null, listing));
  }

  /// The threads of a group by time of creation.
  ///
  /// @throws RefusedException with [Refusal.ThreadGroupNotFound], or because `by` may not see them
  public Page<ChatThread> ofGroup(App app, Actor by, GroupId group, Listing listing) {
    return transactions.read(
        snapshot -> {
          if (!groups.exists(snapshot, app.id(), group)) {
            throw new RefusedException(new Refusal.ThreadGroupNotFound());
          }
          requireSeen(snapshot, app, by, group);
          return threads.list(snapshot, app.id(), group, listing);
        });
  }

  /// The threads a user has joined; in one group if `group` is given. A member sees only its own.
  ///
  /// @throws RefusedException because `by` is another member
  public Page<ChatThread> joinedBy(
      App app, Actor by, UserId user, @Nullable GroupId group, Listing listing) {
    Permissions.requireSelf(by, user);
    return transactions.read(
        snapshot -> threads.joinedBy(snapshot, app.id(), user, group, listing));
  }

  private ChatThread forUpdate(Tx tx, App app, ThreadId id) {
    return threads
        .findForUpdate(tx, app.id(), id)
        .orElseThrow(() -> new RefusedException(new Refusal.ThreadNotFound()));
  }
}
