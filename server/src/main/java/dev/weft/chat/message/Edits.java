package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.HeldMessages.Held;
import dev.weft.chat.message.Messages.Modification;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Modifies messages, each inside the caller's unit of work.
record Edits(
    HeldMessages held,
    ThreadStore threads,
    GroupStore groups,
    MessageStore messages,
    Permissions permissions,
    Ids ids,
    Clock clock,
    ChatLimits limits,
    ChatListener listener) {

  MessageModified modify(Tx tx, App app, Actor by, Modification change, Origin origin) {
    Held found =
        held.hold(tx, app, change.message())
            .orElseThrow(() -> new RefusedException(new Refusal.ModifyUnknownMessage()));
    Message message = found.message();
    Content old = message.content();
    if (old.type() == MessageType.CMD || old.type() != change.type()) {
      throw new RefusedException(new Refusal.ModifyTypeUnsupported());
    }
    found.require(permissions, tx, app, by, Operation.MODIFY, Operation.MODIFY_TO_USER);
    if (change.operator().isPresent() && !mayModify(tx, change.operator().get(), message)) {
      throw new RefusedException(new Refusal.ModifyNotAllowed());
    }
    if (limits.editsPerMessage() == 0) {
      throw new RefusedException(new Refusal.ModifyDisabled());
    }
    if (message.edits() >= limits.editsPerMessage()) {
      throw new RefusedException(new Refusal.ModifyLimitReached());
    }
    String ext =
        change
            .ext()
            .map(fresh -> change.combineExt() ? JsonObjects.merge(old.ext(), fresh) : fresh)
            .orElse(old.ext());
    String body = JsonObjects.merge(old.body(), change.bodyChanges());
    UserId operator = change.operator().orElse(by.user());
    Instant now = clock.instant();
    @Nullable ChatThread thread = found.thread();
    Instant at = thread == null ? now : thread.timeOfNext(now);
    Message edited = message.edited(new Content(old.type(), body, ext), operator, at);
    messages.update(tx, edited);
    @Nullable ThreadState state = thread == null ? null : modified(tx, thread, edited, at);
    MessageModified modified =
        new MessageModified(
            app,
            edited,
            state,
            by,
            operator,
            change.operator().isPresent(),
            ids.nextMessage(),
            origin);
    listener.on(tx, modified);
    return modified;
  }

  private ThreadState modified(Tx tx, ChatThread thread, Message edited, Instant at) {
    ChatThread after = thread.afterModify(at);
    threads.update(tx, after);
    Optional<Message> newest =
        edited.id().equals(thread.lastMessage())
            ? Optional.of(edited)
            : Optional.ofNullable(thread.lastMessage()).flatMap(id -> messages.find(tx, id));
    return new ThreadState(after, newest.orElse(null));
  }

  /// Rights of the user in whose name the app's server modifies (vendor): own messages; in a group
  /// its owner and admins also those of members.
  private boolean mayModify(Tx tx, UserId operator, Message message) {
    if (operator.isSameAs(message.from())) {
      return true;
    }
    return switch (message.to()) {
      case Recipient.ToUser _ -> false;
      case Recipient.ToGroup(GroupId group) -> isGroupAdmin(tx, group, operator);
      case Recipient.ToRoom(GroupId room) -> isGroupAdmin(tx, room, operator);
      case Recipient.ToThread in -> isGroupAdmin(tx, in.parent(), operator);
    };
  }

  private boolean isGroupAdmin(Tx tx, GroupId group, UserId user) {
    return groups
        .member(tx, group, UserId.of(user.value()))
        .filter(member -> member.role() != Member.Role.MEMBER)
        .isPresent();
  }
}
