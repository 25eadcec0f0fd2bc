package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Message;
import dev.weft.chat.RefusedException;
import dev.weft.chat.ThreadId;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The newest messages of threads, as a list of threads shows them.
public final class NewestMessages {

  private final Transactions transactions;
  private final ThreadStore threads;
  private final MessageStore messages;
  private final Permissions permissions;

  public NewestMessages(
      Transactions transactions,
      ThreadStore threads,
      MessageStore messages,
      Permissions permissions) {
    this.transactions = transactions;
    this.threads = threads;
    this.messages = messages;
    this.permissions = permissions;
  }

  /// A thread and its newest message, if one is left.
  public record Newest(ThreadId thread, Optional<Message> message) {}

  /// The newest message of each thread that is there and that `by` may see, in order.
  public List<Newest> of(App app, Actor by, List<ThreadId> wanted) {
    return transactions.read(
        snapshot -> {
          List<Newest> found = new ArrayList<>(wanted.size());
          for (ThreadId id : wanted) {
            threads
                .find(snapshot, app.id(), id)
                .filter(thread -> sees(snapshot, app, by, thread))
                .map(thread -> new Newest(id, newest(snapshot, thread)))
                .ifPresent(found::add);
          }
          return found;
        });
  }

  private boolean sees(Snapshot snapshot, App app, Actor by, ChatThread thread) {
    try {
      permissions.requireInGroup(snapshot, app, by, Operation.SEE_THREADS, thread.group());
      return true;
    } catch (RefusedException _) {
      return false;
    }
  }

  private Optional<Message> newest(Snapshot snapshot, ChatThread thread) {
    return Optional.ofNullable(thread.lastMessage()).flatMap(id -> messages.find(snapshot, id));
  }
}
