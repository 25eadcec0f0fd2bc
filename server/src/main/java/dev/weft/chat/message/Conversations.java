package dev.weft.chat.message;

import dev.weft.app.AppId;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.ThreadId;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a thread's messages back from its newest one, for people who look into it.
public final class Conversations {

  private final Transactions transactions;
  private final ThreadStore threads;
  private final MessageStore messages;

  public Conversations(Transactions transactions, ThreadStore threads, MessageStore messages) {
    this.transactions = transactions;
    this.threads = threads;
    this.messages = messages;
  }

  /// One message on the way back.
  ///
  /// @param recalled true if its content is gone
  public record Spoken(Message message, boolean recalled) {}

  /// Some messages of a thread, newest first.
  ///
  /// @param next where the page before begins; null if this is the beginning
  public record Part(ChatThread thread, List<Spoken> messages, @Nullable MessageId next) {
    public Part {
      messages = List.copyOf(messages);
    }
  }

  /// At most `limit` messages from `from` back, the newest if `from` is null; empty if there is no
  /// such thread. A message that was recalled while it was the newest is not among them.
  public Optional<Part> read(AppId app, ThreadId id, @Nullable MessageId from, int limit) {
    return transactions.read(
        snapshot ->
            threads.find(snapshot, app, id).map(found -> part(snapshot, found, from, limit)));
  }

  private Part part(Snapshot snapshot, ChatThread thread, @Nullable MessageId from, int limit) {
    List<Spoken> found = new ArrayList<>();
    @Nullable MessageId next = from == null ? thread.lastMessage() : from;
    while (next != null && found.size() < limit) {
      Optional<Spoken> spoken = spoken(snapshot, next);
      if (spoken.isEmpty() || !spoken.get().message().app().equals(thread.app())) {
        next = null;
        break;
      }
      found.add(spoken.get());
      next = spoken.get().message().previous();
    }
    return new Part(thread, found, next);
  }

  private Optional<Spoken> spoken(Snapshot snapshot, MessageId id) {
    return messages
        .find(snapshot, id)
        .map(message -> new Spoken(message, false))
        .or(() -> messages.findRecalled(snapshot, id).map(message -> new Spoken(message, true)));
  }
}
