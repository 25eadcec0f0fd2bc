package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.RefusedException;
import dev.weft.chat.search.GramQuery;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore.Listed;
import dev.weft.sync.search.SearchIndexStore;
import dev.weft.sync.search.SearchIndexStore.Place;
import dev.weft.sync.search.SearchIndexer;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks through the conversations of a user for messages.
///
/// What is indexed of a conversation is found by its n-grams, the rest is read from its end
/// ([SearchIndexer] says what is indexed). Whatever the index says, a message is found for what it
/// says now, and only by who may see it. A search gives up rather than read on and on.
public final class MessageSearch {

  /// Messages that one search reads.
  public static final int MOST = 20_000;

  /// A conversation with more entries that are not indexed is indexed when it is searched.
  static final int INDEX_FROM = 2_000;

  /// How long a search waits for the index when there is more to read than it may.
  private static final Duration WAIT = Duration.ofSeconds(5);

  private static final int STEP = 500;
  private static final int MAX_CONVERSATIONS = 10_000;

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final ConversationStateStore conversationStates;
  private final ErasedStore erased;
  private final ConversationAccess access;
  private final RoamingHistory history;
  private final SearchIndexStore index;
  private final SearchIndexer indexer;

  MessageSearch(
      Transactions transactions,
      TimelineStore timelines,
      ConversationStateStore conversationStates,
      ErasedStore erased,
      ConversationAccess access,
      RoamingHistory history,
      SearchIndexStore index,
      SearchIndexer indexer) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.conversationStates = conversationStates;
    this.erased = erased;
    this.access = access;
    this.history = history;
    this.index = index;
    this.indexer = indexer;
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

  /// What `match` makes of the messages that the user may see. Empty if there is more to read than
  /// one search reads.
  ///
  /// @param grams what messages must have for `match` to make anything of them; empty if that can
  ///   be any
  public <T> Optional<List<T>> find(
      App app,
      UserId user,
      Range range,
      Optional<GramQuery> grams,
      Function<Message, Optional<T>> match) {
    List<T> found = new ArrayList<>();
    int left = MOST;
    long deadline = System.nanoTime() + WAIT.toNanos();
    for (ConversationAccess.Open open : conversations(app.id(), user, range)) {
      Look look = new Look(app.id(), user, open, range, grams);
      Optional<Read> read = look.read(left);
      if (read.isEmpty() && look.grams.isPresent()) {
        await(indexer.index(look.id), deadline);
        read = look.read(left);
      }
      if (read.isEmpty()) {
        return Optional.empty();
      }
      left -= read.get().looked();
      read.get().messages().forEach(message -> match.apply(message).ifPresent(found::add));
    }
    return Optional.of(found);
  }

  private static void await(CompletableFuture<@Nullable Void> indexed, long deadline) {
    try {
      indexed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // It goes on, for whoever asks again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the index never fails its callers", e);
    }
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

  /// What was read of a conversation.
  ///
  /// @param looked the messages that it took
  private record Read(List<Message> messages, int looked) {}

  /// What the index has found.
  ///
  /// @param indexedTo what comes later is to be read as a whole
  private record Candidates(List<Place> places, long indexedTo) {}

  /// A look into one conversation.
  private final class Look {

    private final AppId app;
    private final UserId user;
    private final ConversationAccess.Open open;
    private final ConversationId id;

    /// Empty if the index is no help here.
    private final Optional<GramQuery> grams;

    private final long since;
    private final long until;

    private Look(
        AppId app,
        UserId user,
        ConversationAccess.Open open,
        Range range,
        Optional<GramQuery> grams) {
      this.app = app;
      this.user = user;
      this.open = open;
      this.grams = grams.filter(_ -> SearchIndexStore.covers(open.conversation()));
      id = open.conversation().id();
      long first = range.since() == null ? 0 : Ids.firstAt(range.since()).value() - 1;
      since = Math.max(open.since(), first);
      until =
          range.until() == null ? Long.MAX_VALUE : Ids.firstAt(range.until().plusMillis(1)).value();
    }

    /// The messages that may be what is looked for; empty if there is more to read than `most`.
    Optional<Read> read(int most) {
      Candidates candidates = transactions.read(snapshot -> candidates(snapshot, most));
      int left = most - candidates.places().size();
      List<Message> messages = new ArrayList<>();
      long high = until;
      while (left >= 0) {
        long before = high;
        Step step = transactions.read(snapshot -> before(snapshot, before, candidates.indexedTo()));
        messages.addAll(step.shown());
        left -= step.entries().size();
        if (step.entries().size() < STEP) {
          break;
        }
        high = step.entries().getLast().position();
      }
      int unindexed = most - candidates.places().size() - left;
      if (unindexed > INDEX_FROM && grams.isPresent()) {
        var _ = indexer.index(id);
      }
      if (left < 0) {
        return Optional.empty();
      }
      for (int i = 0; i < candidates.places().size(); i += STEP) {
        List<Long> positions =
            candidates.places().stream().skip(i).limit(STEP).map(Place::position).toList();
        messages.addAll(transactions.read(snapshot -> at(snapshot, positions)));
      }
      return Optional.of(new Read(messages, most - left));
    }

    private Candidates candidates(Snapshot snapshot, int most) {
      long indexedTo = grams.isEmpty() ? 0 : index.indexedTo(snapshot, id);
      return indexedTo == 0
          ? new Candidates(List.of(), 0)
          : new Candidates(
              index.find(snapshot, id, grams.orElseThrow(), low(snapshot), until, most + 1),
              indexedTo);
    }

    /// Nothing at this position or before is shown to the user.
    private long low(Snapshot snapshot) {
      return Math.max(since, erased.erasedTo(snapshot, app, user, id));
    }

    /// A step towards the beginning of what is not indexed.
    private Step before(Snapshot snapshot, long position, long indexedTo) {
      long low = Math.max(low(snapshot), indexedTo);
      List<Entry> entries =
          timelines.before(snapshot, id, position, STEP).stream()
              .filter(entry -> entry.position() > low)
              .toList();
      return new Step(entries, shown(snapshot, entries));
    }

    private List<Message> at(Snapshot snapshot, List<Long> positions) {
      long low = low(snapshot);
      return shown(
          snapshot,
          timelines.at(snapshot, id, positions).stream()
              .filter(entry -> entry.position() > low)
              .toList());
    }

    private List<Message> shown(Snapshot snapshot, List<Entry> entries) {
      return history.shown(snapshot, app, user, open.conversation(), entries).stream()
          .map(resolved -> Objects.requireNonNull(resolved.message()))
          .toList();
    }
  }

  private record Step(List<Entry> entries, List<Message> shown) {}
}
