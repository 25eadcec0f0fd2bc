package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.message.HeldMessages.Held;
import dev.weft.chat.message.Messages.Recall;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Recalls messages, each inside the caller's unit of work.
record Recalls(
    HeldMessages held,
    ThreadStore threads,
    MessageStore messages,
    Permissions permissions,
    Ids ids,
    Clock clock,
    ChatLimits limits,
    ChatListener listener) {

  /// Why a message cannot be recalled; empty if it is recalled now, or gone already and `force`
  /// reaches for it. A refusal has changed nothing.
  Optional<Refusal> tryRecall(Tx tx, App app, Actor by, Recall recall, Origin origin) {
    try {
      MessageRecalled _ = recall(tx, app, by, recall, origin);
      return Optional.empty();
    } catch (RefusedException e) {
      boolean gone =
          e.refusal() instanceof Refusal.RecallUnknownMessage && isMessageId(recall.message());
      return gone && isForced(by, recall) ? Optional.empty() : Optional.of(e.refusal());
    }
  }

  private static boolean isMessageId(MessageId id) {
    return id.value() > 0;
  }

  private static boolean isForced(Actor by, Recall recall) {
    return switch (by) {
      case Actor.AppServer _, Actor.Operator _ -> recall.force();
      case Actor.Member _ -> false;
    };
  }

  /// Refuses before it writes: [#tryRecall] relies on that.
  MessageRecalled recall(Tx tx, App app, Actor by, Recall recall, Origin origin) {
    Held found =
        held.hold(tx, app, recall.message())
            .orElseThrow(() -> new RefusedException(new Refusal.RecallUnknownMessage()));
    Message message = found.message();
    if (!wasSentTo(message.to(), recall.to())) {
      throw new RefusedException(new Refusal.RecallElsewhere());
    }
    found.require(permissions, tx, app, by, Operation.RECALL, Operation.RECALL_FROM_USER);
    Instant now = clock.instant();
    if (!isForced(by, recall) && limits.recallWindow().equals(ChatLimits.NO_RECALLS)) {
      throw new RefusedException(new Refusal.RecallDisabled());
    }
    if (!isForced(by, recall) && now.isAfter(message.sent().plus(limits.recallWindow()))) {
      throw new RefusedException(new Refusal.RecallTooLate());
    }
    messages.recall(tx, message);
    MessageId event = ids.nextMessage();
    @Nullable ChatThread thread = found.thread();
    Instant at = thread == null ? now : thread.timeOfNext(now);
    @Nullable ThreadState state = thread == null ? null : recalled(tx, thread, message, at);
    MessageRecalled recalled =
        new MessageRecalled(app, message, state, by, recall.operator(), at, event, origin);
    listener.on(tx, recalled);
    return recalled;
  }

  private ThreadState recalled(Tx tx, ChatThread thread, Message message, Instant at) {
    Optional<Message> newest =
        message.id().equals(thread.lastMessage())
            ? Optional.ofNullable(message.previous()).flatMap(id -> messages.newestFrom(tx, id))
            : Optional.ofNullable(thread.lastMessage()).flatMap(id -> messages.find(tx, id));
    ChatThread after = thread.afterRecall(newest.map(Message::id).orElse(null), at);
    threads.update(tx, after);
    return new ThreadState(after, newest.orElse(null));
  }

  private static boolean wasSentTo(Recipient recipient, String to) {
    return recipient.isUser() ? recipient.id().equalsIgnoreCase(to) : recipient.id().equals(to);
  }
}
