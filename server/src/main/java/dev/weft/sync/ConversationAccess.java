package dev.weft.sync;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Group;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Member;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.User;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.user.UserStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.Optional;

/// Which conversations a user may look into, and since when.
final class ConversationAccess {

  private final GroupStore groups;
  private final GroupStore rooms;
  private final ThreadStore threads;
  private final UserStore users;
  private final TimelineStore timelines;

  ConversationAccess(
      GroupStore groups,
      GroupStore rooms,
      ThreadStore threads,
      UserStore users,
      TimelineStore timelines) {
    this.groups = groups;
    this.rooms = rooms;
    this.threads = threads;
    this.users = users;
    this.timelines = timelines;
  }

  /// A conversation that a user may look into.
  ///
  /// @param since a position: what lies before it is not for the user
  record Open(Conversation conversation, long since) {}

  /// The conversation, if the user is in it; a thread is open to the members of its group. Empty
  /// for a pair that never had a message.
  ///
  /// @throws RefusedException with [Refusal.GroupNotFound] or [Refusal.NotMember]
  Optional<Open> find(Snapshot snapshot, AppId app, UserId user, ConversationRef ref) {
    if (ref.withUser()) {
      return timelines
          .findPair(snapshot, app, user, UserId.of(ref.id()))
          .map(pair -> new Open(pair, since(snapshot, app, user)));
    }
    return Optional.of(group(snapshot, app, user, ref.id()));
  }

  /// As [#find]; a pair is made if there is none.
  ///
  /// @throws RefusedException as [#find], or with [Refusal.UserNotFound]
  Open open(Tx tx, AppId app, UserId user, ConversationRef ref) {
    if (!ref.withUser()) {
      return group(tx, app, user, ref.id());
    }
    UserId other = UserId.of(ref.id());
    Optional<Open> found = find(tx, app, user, ref);
    if (found.isPresent()) {
      return found.get();
    }
    if (!users.hold(tx, app, other)) {
      throw new RefusedException(new Refusal.UserNotFound());
    }
    return new Open(timelines.pair(tx, app, user, other), since(tx, app, user));
  }

  private Open group(Snapshot snapshot, AppId app, UserId user, String id) {
    ConversationId any = ConversationId.parse(app, id).orElseThrow(() -> notFound(id));
    Optional<Group> room = rooms.find(snapshot, app, any.asGroup());
    if (room.isPresent()) {
      return room(snapshot, app, user, room.get());
    }
    Optional<ChatThread> thread = threads.find(snapshot, app, any.asThread());
    GroupId group = thread.map(ChatThread::group).orElseGet(any::asGroup);
    Group found = groups.find(snapshot, app, group).orElseThrow(() -> notFound(id));
    Member member =
        groups
            .member(snapshot, found.id(), user)
            .orElseThrow(() -> new RefusedException(new Refusal.NotMember(user.value(), id)));
    return thread
        .map(in -> new Open(new Conversation.OfThread(app, in.id(), in.group()), 0))
        .orElseGet(() -> new Open(new Conversation.OfGroup(app, group), at(member.joined())));
  }

  /// Who is in a room may read what was said before, as at the vendor.
  private Open room(Snapshot snapshot, AppId app, UserId user, Group room) {
    if (rooms.member(snapshot, room.id(), user).isEmpty()) {
      throw new RefusedException(new Refusal.NotMember(user.value(), room.id().toString()));
    }
    return new Open(new Conversation.OfRoom(app, room.id()), 0);
  }

  private static RefusedException notFound(String id) {
    return new RefusedException(new Refusal.GroupNotFound(id));
  }

  /// Since when the user may see single chats: names are given again.
  long since(Snapshot snapshot, AppId app, UserId user) {
    return users
        .find(snapshot, app, user)
        .map(User::created)
        .map(ConversationAccess::at)
        .orElse(0L);
  }

  private static long at(Instant time) {
    return Ids.firstAt(time).value() - 1;
  }
}
