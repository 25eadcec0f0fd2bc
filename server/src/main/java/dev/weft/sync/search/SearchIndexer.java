package dev.weft.sync.search;

import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.search.SearchedText;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.sync.search.SearchIndexStore.Indexed;
import dev.weft.sync.search.SearchIndexStore.Place;
import dev.weft.tx.StoreBusyException;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lazy indexing: a conversation is indexed once it is searched and long, and goes on from there
/// when it is searched again. Messages of all others cost nothing.
///
/// One thread indexes for the whole server, in short units of work, and rests between them, so that
/// two thirds of the writer's time stay for everybody else.
public final class SearchIndexer implements AutoCloseable {

  /// Entries of one unit of work: on SQLite every writer waits for it, some milliseconds.
  private static final int ENTRIES_PER_STEP = 100;

  /// How much longer than a unit of work the rest after it is.
  private static final int REST = 2;

  private static final long SHORTEST = Duration.ofMillis(1).toNanos();

  /// Conversations that wait to be indexed.
  private static final int MOST_WAITING = 1_000;

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final MessageStore messages;
  private final SearchIndexStore index;
  private final SequencedMap<ConversationId, CompletableFuture<@Nullable Void>> waiting =
      new LinkedHashMap<>();
  private final Loop loop;

  public SearchIndexer(
      Transactions transactions,
      TimelineStore timelines,
      MessageStore messages,
      SearchIndexStore index,
      Loops loops) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.messages = messages;
    this.index = index;
    this.loop = loops.background("search-indexer", this::turn);
  }

  public void start() {
    loop.start();
  }

  /// Wants a conversation to be indexed to its end. What is answered completes when it is, or when
  /// it cannot be done now.
  public CompletableFuture<@Nullable Void> index(ConversationId conversation) {
    CompletableFuture<@Nullable Void> done;
    boolean idle;
    synchronized (waiting) {
      idle = waiting.isEmpty();
      if (waiting.size() >= MOST_WAITING && !waiting.containsKey(conversation)) {
        return CompletableFuture.completedFuture(null);
      }
      done = waiting.computeIfAbsent(conversation, _ -> new CompletableFuture<>());
    }
    // Who waits already has its turn after the rest.
    if (idle) {
      loop.wake();
    }
    return done;
  }

  /// One step of the conversation that has waited longest.
  private Duration turn() {
    ConversationId conversation;
    CompletableFuture<@Nullable Void> done;
    synchronized (waiting) {
      Map.@Nullable Entry<ConversationId, CompletableFuture<@Nullable Void>> first =
          waiting.pollFirstEntry();
      if (first == null) {
        return Loop.UNTIL_WOKEN;
      }
      conversation = first.getKey();
      done = first.getValue();
    }
    long begun = System.nanoTime();
    boolean more = false;
    try {
      more = step(conversation);
    } catch (StoreBusyException e) {
      // Others write much, or change one of these messages just now.
      more = true;
    } finally {
      again(conversation, done, more);
    }
    return Duration.ofNanos(REST * Math.max(SHORTEST, System.nanoTime() - begun));
  }

  private void again(
      ConversationId conversation, CompletableFuture<@Nullable Void> done, boolean more) {
    if (!more) {
      done.complete(null);
      return;
    }
    synchronized (waiting) {
      @Nullable CompletableFuture<@Nullable Void> other = waiting.putIfAbsent(conversation, done);
      if (other != null) {
        var _ = other.whenComplete((_, _) -> done.complete(null));
      }
    }
  }

  /// Indexes some entries; false if it came to the end.
  private boolean step(ConversationId conversation) {
    return transactions.call(
        tx -> {
          long from = index.lock(tx, conversation);
          List<Entry> entries = timelines.after(tx, conversation, from, ENTRIES_PER_STEP);
          if (!entries.isEmpty()) {
            index.add(tx, conversation, indexed(tx, entries), entries.getLast().position());
          }
          return entries.size() == ENTRIES_PER_STEP;
        });
  }

  private List<Indexed> indexed(Tx tx, List<Entry> entries) {
    List<Entry> sent = entries.stream().filter(entry -> entry.kind() == EntryKind.MESSAGE).toList();
    Map<MessageId, Message> byId =
        messages
            .findAllForShare(
                tx, sent.stream().map(entry -> Objects.requireNonNull(entry.subject())).toList())
            .stream()
            .collect(Collectors.toMap(Message::id, Function.identity()));
    List<Indexed> indexed = new ArrayList<>();
    for (Entry entry : sent) {
      @Nullable Message message = byId.get(Objects.requireNonNull(entry.subject()));
      if (message != null) {
        // One that says nothing to be found has a row, too: it may be edited, or it streams.
        Place place = new Place(message.id(), entry.position());
        indexed.add(new Indexed(place, SearchedText.grams(message.content())));
      }
    }
    return indexed;
  }

  @Override
  public void close() {
    loop.close();
  }
}
