package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.sync.MessagePinStore.Pin;
import dev.weft.tx.Transactions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Messages that members have pinned in a conversation, for all who are in it.
public final class MessagePins {

  private final Transactions transactions;
  private final MessagePinStore pins;
  private final MessageStore messages;
  private final ConversationAccess access;
  private final ClientNotices notices;
  private final Clock clock;

  MessagePins(
      Transactions transactions,
      MessagePinStore pins,
      MessageStore messages,
      ConversationAccess access,
      ClientNotices notices,
      Clock clock) {
    this.transactions = transactions;
    this.pins = pins;
    this.messages = messages;
    this.access = access;
    this.notices = notices;
    this.clock = clock;
  }

  /// A pinned message.
  public record Pinned(Pin pin, Message message) {}

  /// Pins a message, or lets it go.
  ///
  /// @throws RefusedException with [Refusal.ModifyUnknownMessage] if the message is not in the
  ///   conversation, [Refusal.GroupNotFound] or [Refusal.NotMember]
  public void pin(
      App app,
      UserId user,
      ConversationRef ref,
      String messageId,
      boolean pinned,
      String resource) {
    transactions.run(
        tx -> {
          Conversation conversation =
              access.find(tx, app.id(), user, ref).orElseThrow(MessagePins::unknown).conversation();
          Message message =
              MessageId.parse(messageId)
                  .flatMap(id -> messages.find(tx, id))
                  .filter(found -> found.app().equals(app.id()))
                  .filter(conversation::holds)
                  .orElseThrow(MessagePins::unknown);
          boolean changed = true;
          if (pinned) {
            pins.put(tx, conversation.id(), new Pin(message.id(), user, clock.instant()));
          } else {
            changed = pins.remove(tx, conversation.id(), message.id());
          }
          if (changed) {
            notices.pin(tx, conversation, user, ref, message.id(), pinned, resource);
          }
        });
  }

  private static RefusedException unknown() {
    return new RefusedException(new Refusal.ModifyUnknownMessage());
  }

  /// The pinned messages, newest first; those recalled since are not among them.
  public List<Pinned> list(App app, UserId user, ConversationRef ref, int offset, int limit) {
    return transactions.read(
        snapshot -> {
          Optional<ConversationAccess.Open> open = access.find(snapshot, app.id(), user, ref);
          if (open.isEmpty()) {
            return List.of();
          }
          List<Pin> found = pins.list(snapshot, open.get().conversation().id(), offset, limit);
          Map<MessageId, Message> byId =
              messages.findAll(snapshot, found.stream().map(Pin::message).toList()).stream()
                  .collect(Collectors.toMap(Message::id, Function.identity()));
          return found.stream()
              .flatMap(
                  pin ->
                      Optional.ofNullable(byId.get(pin.message())).stream()
                          .map(message -> new Pinned(pin, message)))
              .toList();
        });
  }
}
