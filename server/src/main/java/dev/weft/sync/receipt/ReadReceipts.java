package dev.weft.sync.receipt;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Page;
import dev.weft.chat.Recipient;
import dev.weft.chat.client.ClientEvent.MessageRead;
import dev.weft.chat.client.ClientListener;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Read receipts. A single chat tells the other user through its timeline; of groups it is kept who
/// has read a message, and its sender is told how many have.
public final class ReadReceipts {

  /// How long receipts of groups are kept (vendor: 3 days).
  private static final Duration KEEP = Duration.ofDays(3);

  private static final int SWEPT = 500;

  private final Transactions transactions;
  private final GroupAckStore store;
  private final MessageStore messages;
  private final GroupStore groups;
  private final ClientListener listener;
  private final Clock clock;

  /// Where receipts are kept, and what they are for.
  public record Stores(
      Transactions transactions, GroupAckStore acks, MessageStore messages, GroupStore groups) {}

  /// @param listener is told of what was read, inside the transaction
  public ReadReceipts(Stores stores, ClientListener listener, Clock clock) {
    this.transactions = stores.transactions();
    this.store = stores.acks();
    this.messages = stores.messages();
    this.groups = stores.groups();
    this.listener = listener;
    this.clock = clock;
  }

  /// A receipt that is new.
  ///
  /// @param sender of the message
  /// @param count how many have read it
  public record Counted(UserId sender, int count) {}

  /// A member has read a message of a group or thread. Empty if there is no such message that the
  /// user gets from others, or the user has said so before.
  ///
  /// @param conversation the id of the group or thread
  public Optional<Counted> readInGroup(
      Tx tx, App app, UserId reader, String conversation, MessageId id) {
    Optional<Message> found =
        messages
            .find(tx, id)
            .filter(message -> message.app().equals(app.id()))
            .filter(message -> conversation.equals(conversationOf(message)))
            .filter(message -> !message.from().isSameAs(reader))
            .filter(message -> sees(tx, reader, message));
    if (found.isEmpty() || !store.add(tx, app.id(), id, reader, clock.instant())) {
      return Optional.empty();
    }
    listener.on(
        tx, new MessageRead(app, reader, conversation, true, id.value(), false, clock.instant()));
    UserId sender = UserId.of(found.get().from().value());
    return Optional.of(new Counted(sender, store.count(tx, id)));
  }

  private static String conversationOf(Message message) {
    return message.to().isUser() ? "" : message.to().id();
  }

  private boolean sees(Snapshot snapshot, UserId reader, Message message) {
    return switch (message.to()) {
      case Recipient.ToGroup(var group) -> groups.member(snapshot, group, reader).isPresent();
      case Recipient.ToThread in -> groups.member(snapshot, in.parent(), reader).isPresent();
      case Recipient.ToUser _, Recipient.ToRoom _ -> false;
    };
  }

  /// A user has read a message of a single chat. Not told of if the other has not sent it.
  public void read(Tx tx, App app, UserId reader, UserId peer, long message) {
    boolean received =
        messages
            .find(tx, new MessageId(message))
            .filter(found -> found.app().equals(app.id()))
            .filter(found -> found.from().isSameAs(peer))
            .filter(found -> found.to() instanceof Recipient.ToUser(var to) && to.isSameAs(reader))
            .isPresent();
    if (received) {
      listener.on(
          tx, new MessageRead(app, reader, peer.value(), false, message, false, clock.instant()));
    }
  }

  /// A user has read all of a single chat.
  ///
  /// @param newest what is newest in it
  public void readAll(Tx tx, App app, UserId reader, UserId peer, long newest) {
    listener.on(
        tx, new MessageRead(app, reader, peer.value(), false, newest, true, clock.instant()));
  }

  /// Who has read a message of a group.
  ///
  /// @param total of all parts
  public record Readers(int total, Page<UserId> part) {}

  /// Who has read a message of a group, for a member of it. Empty if the message is not in the
  /// group, or the user is no member.
  ///
  /// @param asker null for the app's server
  public Optional<Readers> readers(
      App app,
      @Nullable UserId asker,
      GroupId group,
      MessageId id,
      int limit,
      @Nullable String after) {
    return transactions.read(
        snapshot ->
            findInGroup(snapshot, app, asker, group, id)
                .map(
                    _ ->
                        new Readers(
                            store.count(snapshot, id), store.readers(snapshot, id, limit, after))));
  }

  /// How many have read each of these messages, for a member of the group. Messages that are not in
  /// the group, or that the user does not see, are left out.
  ///
  /// @param asker null for the app's server
  public Map<MessageId, Integer> counts(
      App app, @Nullable UserId asker, GroupId group, List<MessageId> ids) {
    return transactions.read(
        snapshot -> {
          Map<MessageId, Integer> counts = new LinkedHashMap<>();
          ids.stream()
              .filter(id -> findInGroup(snapshot, app, asker, group, id).isPresent())
              .forEach(id -> counts.put(id, store.count(snapshot, id)));
          return counts;
        });
  }

  private Optional<Message> findInGroup(
      Snapshot snapshot, App app, @Nullable UserId asker, GroupId group, MessageId id) {
    return messages
        .find(snapshot, id)
        .filter(message -> message.app().equals(app.id()))
        .filter(message -> message.to() instanceof Recipient.ToGroup(var in) && in.equals(group))
        .filter(message -> asker == null || sees(snapshot, asker, message));
  }

  /// Takes one step in deleting what is old; false if there is nothing more for now.
  public boolean sweep() {
    return transactions.call(tx -> store.sweep(tx, clock.instant().minus(KEEP), SWEPT)) == SWEPT;
  }
}
