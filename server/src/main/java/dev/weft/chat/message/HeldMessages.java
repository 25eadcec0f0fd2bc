package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Recipient;
import dev.weft.chat.RefusedException;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Tx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages that are to be changed, held with their threads.
record HeldMessages(ThreadStore threads, MessageStore messages) {

  /// A message that nobody else changes until the unit of work is over.
  ///
  /// @param thread the thread it is in, held too; null if it is in none
  record Held(Message message, @Nullable ChatThread thread) {

    /// Requires that `by` may do something with the message.
    ///
    /// @param inGroup what it is called in a group or thread
    /// @param toUser what it is called between two users
    /// @throws RefusedException if it may not
    void require(
        Permissions permissions, Tx tx, App app, Actor by, Operation inGroup, Operation toUser) {
      boolean own = by.user().isSameAs(message.from());
      switch (message.to()) {
        case Recipient.ToUser(UserId user) ->
            permissions.requireToUser(tx, app, by, toUser, user, own);
        case Recipient.ToGroup(GroupId group) ->
            permissions.requireInGroup(tx, app, by, inGroup, group, own);
        case Recipient.ToRoom(GroupId room) ->
            permissions.requireInGroup(tx, app, by, inGroup, room, own);
        case Recipient.ToThread in ->
            permissions.requireInGroup(tx, app, by, inGroup, in.parent(), own);
      }
    }
  }

  /// The message, if it is there; one whose thread is gone is not. The thread is held before the
  /// message is, so that two operations on one thread always wait for each other in the same order.
  Optional<Held> hold(Tx tx, App app, MessageId id) {
    @Nullable ChatThread thread =
        messages
            .find(tx, id)
            .map(Message::to)
            .flatMap(
                recipient ->
                    recipient instanceof Recipient.ToThread in
                        ? threads.findForUpdate(tx, app.id(), in.thread())
                        : Optional.empty())
            .orElse(null);
    return messages
        .findForUpdate(tx, id)
        .filter(found -> found.app().equals(app.id()))
        .filter(found -> !(found.to() instanceof Recipient.ToThread) || thread != null)
        .map(found -> new Held(found, thread));
  }
}
