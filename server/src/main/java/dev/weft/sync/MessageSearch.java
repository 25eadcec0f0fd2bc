package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.RefusedException;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.ResolvedEntry;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore.Listed;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks through the conversations of a user for messages.
///
/// There is no index: it would be written with every message, and a search is rare. It reads
/// conversations from their end, and gives up rather than read on and on.
public final class MessageSearch {

  /// Entries that one search reads.
  public static final int MOST = 20_000;

  private static final int STEP = 500;
  private static final int MAX_CONVERSATIONS = 10_000;

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final ConversationStateStore conversationStates;
  private final ErasedStore erased;
  private final ConversationAccess access;
  private final RoamingHistory history;

  MessageSearch(
      Transactions transactions,
      TimelineStore timelines,
      ConversationStateStore conversationStates,
      ErasedStore erased,
      ConversationAccess access,
      RoamingHistory history) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.conversationStates = conversationStates;
    this.erased = erased;
    this.access = access;
    this.history = history;
  }

  /// Where to look.
  ///
  /// @param conversations those that the user is not in are passed over
  /// @param pairs whether in every single chat of the user, too
  public record Range(
      List<ConversationRef> conversations,
      boolean pairs,
      @Nullable Instant since,
      @Nullable Instant until) {}

  /// What `match` makes of the messages that the user may see, newest first in each conversation.
  /// Empty if there is more to read than one search reads.
  public <T> Optional<List<T>> find(
      App app, UserId user, Range range, Function<Message, Optional<T>> match) {
    List<T> found = new ArrayList<>();
    int left = MOST;
    for (ConversationAccess.Open open : conversations(app.id(), user, range)) {
      left =
          look(
              app.id(),
              user,
              open,
              range,
              left,
              message -> match.apply(message).ifPresent(found::add));
      if (left < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private List<ConversationAccess.Open> conversations(AppId app, UserId user, Range range) {
    return transactions.read(
        snapshot -> {
          List<ConversationAccess.Open> open = new ArrayList<>();
          range.conversations().forEach(ref -> mine(snapshot, app, user, ref).ifPresent(open::add));
          if (range.pairs()) {
            for (Listed listed :
                conversationStates.list(snapshot, app, user, false, null, MAX_CONVERSATIONS)) {
              if (listed.conversation() instanceof Conversation.OfPair pair) {
                open.add(new ConversationAccess.Open(pair, access.since(snapshot, app, user)));
              }
            }
          }
          return open;
        });
  }

  private Optional<ConversationAccess.Open> mine(
      Snapshot snapshot, AppId app, UserId user, ConversationRef ref) {
    try {
      return access.find(snapshot, app, user, ref);
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /// Answers how many entries may still be read; less than none if there were too many.
  private int look(
      AppId app,
      UserId user,
      ConversationAccess.Open open,
      Range range,
      int most,
      Consumer<Message> each) {
    Conversation conversation = open.conversation();
    long high =
        range.until() == null ? Long.MAX_VALUE : Ids.firstAt(range.until().plusMillis(1)).value();
    int left = most;
    while (true) {
      long before = high;
      Step step =
          transactions.read(
              snapshot -> {
                long low =
                    Math.max(open.since(), erased.erasedTo(snapshot, app, user, conversation.id()));
                if (range.since() != null) {
                  low = Math.max(low, Ids.firstAt(range.since()).value() - 1);
                }
                long from = low;
                List<Entry> entries =
                    timelines.before(snapshot, conversation.id(), before, STEP).stream()
                        .filter(entry -> entry.position() > from)
                        .toList();
                return new Step(entries, history.shown(snapshot, app, user, conversation, entries));
              });
      step.shown().forEach(resolved -> each.accept(Objects.requireNonNull(resolved.message())));
      left -= step.entries().size();
      if (step.entries().size() < STEP || left < 0) {
        return left;
      }
      high = step.entries().getLast().position();
    }
  }

  private record Step(List<Entry> entries, List<ResolvedEntry> shown) {}
}
