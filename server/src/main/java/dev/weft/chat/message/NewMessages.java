package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatListener;
import dev.weft.chat.Content;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.tx.Tx;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Keeps messages that are sent now.
final class NewMessages {

  private final MessageStore messages;
  private final Ids ids;
  private final ChatListener listener;

  NewMessages(MessageStore messages, Ids ids, ChatListener listener) {
    this.messages = messages;
    this.ids = ids;
    this.listener = listener;
  }

  /// Answers in the order of `targets`, but sends in one order whatever that is: two callers with
  /// the same threads wait for each other, and never both.
  static <T extends Comparable<T>> Map<T, MessageId> forEach(
      List<T> targets, Function<T, MessageId> send) {
    Map<T, MessageId> sent = HashMap.newHashMap(targets.size());
    targets.stream().sorted().forEach(target -> sent.put(target, send.apply(target)));
    Map<T, MessageId> answer = LinkedHashMap.newLinkedHashMap(targets.size());
    targets.forEach(target -> answer.put(target, Objects.requireNonNull(sent.get(target))));
    return answer;
  }

  /// Keeps a message outside threads, and tells of it.
  Message keep(
      Tx tx,
      App app,
      Actor by,
      UserId from,
      Recipient recipient,
      Content content,
      Instant at,
      Origin origin) {
    Message message =
        new Message(
            ids.nextMessage(),
            app.id(),
            recipient,
            from,
            content,
            at,
            at,
            0,
            null,
            null,
            origin.env());
    messages.insert(tx, message);
    listener.on(tx, new MessageSent(app, message, null, by, origin));
    return message;
  }
}
