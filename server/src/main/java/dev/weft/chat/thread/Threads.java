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
import dev.weft.chat.Place;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Messages;
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
  private final MessageStore messages;
  private final ConversationIds ids;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;

  public Threads(
      Transactions transactions,
      ThreadStore threads,
      GroupStore groups,
      MessageStore messages,
      ConversationIds ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.threads = threads;
    this.groups = groups;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
  }

  /// Makes a thread on a message of a group. Its owner is its first member.
  ///
  /// @throws RefusedException with one of the `Thread…` or `TooMany…` refusals
  public ChatThread create(
      App app, Actor by, String groupId, String messageId, String name, UserId ownerName) {
    UserId owner = UserId.of(ownerName.value());
    return transactions.call(
        tx -> {
          Group group =
              Messages.parseId(groupId)
                  .flatMap(id -> groups.hold(tx, app.id(), new GroupId(id)))
                  .orElseThrow(() -> new RefusedException(new Refusal.ThreadGroupNotFound()));
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

  private Message parentMessage(Tx tx, App app, Group group, String messageId) {
    Message parent =
        Messages.parseId(messageId)
            .flatMap(id -> messages.find(tx, new MessageId(id)))
            .orElseThrow(() -> new RefusedException(new Refusal.ThreadMessageNotFound()));
    if (!parent.app().equals(app.id())) {
      throw new RefusedException(new Refusal.ThreadMessageOfOtherApp());
    }
    switch (parent.place()) {
      case Place.WithUser _ -> throw new RefusedException(new Refusal.ThreadNotOnGroupMessage());
      case Place.InThread _ -> throw new RefusedException(new Refusal.ThreadNested());
      case Place.InGroup(GroupId of) -> {
        if (!of.equals(group.id())) {
          throw new RefusedException(new Refusal.ThreadMessageOfOtherGroup());
        }
      }
    }
    return parent;
  }

  public void rename(App app, Actor by, String id, String name) {
    transactions.run(
        tx -> {
          ChatThread renamed = forUpdate(tx, app, id).renamed(name);
          threads.update(tx, renamed);
          listener.on(tx, new ThreadRenamed(app, renamed, by, clock.instant()));
        });
  }

  public void delete(App app, Actor by, String id) {
    transactions.run(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
          threads.delete(tx, thread);
          listener.on(tx, new ThreadDeleted(app, thread, by, clock.instant()));
        });
  }

  /// Lets users in. Those who are in already stay in; each must be a member of the group.
  public void join(App app, Actor by, String id, List<UserId> users) {
    transactions.run(
        tx -> {
          // The group before the thread, as whoever takes users out of both does.
          GroupId group = require(tx, app, id).group();
          groups.hold(tx, app.id(), group);
          ChatThread thread = forUpdate(tx, app, id);
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
        });
  }

  private void requireMayJoin(Tx tx, App app, UserId user) {
    if (threads.countJoinedForUpdate(tx, app.id(), user) >= limits.threadsPerUser()) {
      throw new RefusedException(new Refusal.TooManyThreadsJoined());
    }
  }

  /// Puts users out and answers, in order, whether each was in.
  public List<Boolean> kick(App app, Actor by, String id, List<UserId> users) {
    return transactions.call(
        tx -> {
          ChatThread thread = forUpdate(tx, app, id);
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

  public Page<UserId> members(App app, String id, int limit, @Nullable String after) {
    return transactions.read(
        snapshot -> {
          ThreadId thread = require(snapshot, app, id).id();
          return threads.members(snapshot, thread, limit, after);
        });
  }

  public Optional<ChatThread> find(App app, String id) {
    return transactions.read(snapshot -> find(snapshot, app, id));
  }

  private ChatThread require(Snapshot snapshot, App app, String id) {
    return find(snapshot, app, id)
        .orElseThrow(() -> new RefusedException(new Refusal.ThreadNotFound()));
  }

  private Optional<ChatThread> find(Snapshot snapshot, App app, String id) {
    return Messages.parseId(id)
        .flatMap(value -> threads.find(snapshot, app.id(), new ThreadId(value)));
  }

  /// Every thread of the app.
  public Page<ChatThread> list(App app, Listing listing) {
    return transactions.read(snapshot -> threads.list(snapshot, app.id(), null, listing));
  }

  /// The threads a user has joined; in one group if `group` is given.
  public Page<ChatThread> joinedBy(App app, UserId user, @Nullable String group, Listing listing) {
    return transactions.read(
        snapshot -> {
          @Nullable GroupId in =
              group == null ? null : new GroupId(Messages.parseId(group).orElse(-1L));
          return threads.joinedBy(snapshot, app.id(), user, in, listing);
        });
  }

  private ChatThread forUpdate(Tx tx, App app, String id) {
    return Messages.parseId(id)
        .flatMap(value -> threads.findForUpdate(tx, app.id(), new ThreadId(value)))
        .orElseThrow(() -> new RefusedException(new Refusal.ThreadNotFound()));
  }
}
