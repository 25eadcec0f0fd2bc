package dev.weft.chat.timeline;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.message.MessageStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads timelines.
public final class Timelines {

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final MessageStore messages;

  public Timelines(Transactions transactions, TimelineStore timelines, MessageStore messages) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.messages = messages;
  }

  /// Entries after a position, oldest first, with their messages.
  public List<ResolvedEntry> after(ConversationId conversation, long position, int limit) {
    return transactions.read(
        snapshot -> fill(snapshot, timelines.after(snapshot, conversation, position, limit)));
  }

  /// Entries before a position, newest first, with their messages.
  public List<ResolvedEntry> before(ConversationId conversation, long position, int limit) {
    return transactions.read(
        snapshot -> fill(snapshot, timelines.before(snapshot, conversation, position, limit)));
  }

  /// The last position; 0 if nothing has happened yet.
  public long head(ConversationId conversation) {
    return transactions.read(snapshot -> timelines.head(snapshot, conversation));
  }

  /// The conversation with this number, if there is one now.
  public Optional<Conversation> find(ConversationId conversation) {
    return transactions.read(snapshot -> timelines.find(snapshot, conversation));
  }

  /// The conversation of two users, if they ever had one.
  public Optional<Conversation.OfPair> findPair(AppId app, UserId one, UserId other) {
    return transactions.read(snapshot -> timelines.findPair(snapshot, app, one, other));
  }

  /// The entry that a device has added with this local id, if it lies after `since`.
  public Optional<Entry> findLocal(ConversationId conversation, Origin origin, long since) {
    return transactions.read(
        snapshot -> timelines.findLocal(snapshot, conversation, origin, since));
  }

  private List<ResolvedEntry> fill(Snapshot snapshot, List<Entry> entries) {
    List<MessageId> ids =
        entries.stream()
            .map(Entry::subject)
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .distinct()
            .toList();
    Map<MessageId, Message> found =
        messages.findAll(snapshot, ids).stream()
            .collect(Collectors.toMap(Message::id, Function.identity()));
    return entries.stream()
        .map(entry -> new ResolvedEntry(entry, messageOf(entry, found)))
        .toList();
  }

  private static @Nullable Message messageOf(Entry entry, Map<MessageId, Message> found) {
    @Nullable MessageId subject = entry.subject();
    return subject == null ? null : found.get(subject);
  }
}
