package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Reaction;
import dev.weft.chat.message.ReactionStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.chat.timeline.ResolvedEntry;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore.Listed;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Messages that a client fetches back from the server.
public final class RoamingHistory {

  /// Entries that one page looks at: a page of a conversation with few messages among much else is
  /// short, and the next one goes on.
  private static final int MAX_LOOKED_AT = 2_000;

  private static final int STEP = 100;

  /// Conversations of a user that are erased at once.
  private static final int MAX_CONVERSATIONS = 10_000;

  /// Users named beside a reaction.
  private static final int USERS = 3;

  private final Transactions transactions;
  private final TimelineStore timelines;
  private final MessageStore messages;
  private final ThreadStore threads;
  private final ReactionStore reactions;
  private final ConversationStateStore conversationStates;
  private final ErasedStore erased;
  private final ConversationAccess access;
  private final ClientNotices notices;
  private final HistoryFormat format;

  RoamingHistory(
      Transactions transactions,
      TimelineStore timelines,
      MessageStore messages,
      ThreadStore threads,
      ReactionStore reactions,
      ConversationStateStore conversationStates,
      ErasedStore erased,
      ConversationAccess access,
      ClientNotices notices,
      HistoryFormat format) {
    this.transactions = transactions;
    this.timelines = timelines;
    this.messages = messages;
    this.threads = threads;
    this.reactions = reactions;
    this.conversationStates = conversationStates;
    this.erased = erased;
    this.access = access;
    this.notices = notices;
    this.format = format;
  }

  /// What a client asks for.
  ///
  /// @param start where the page before ended; null for the first
  /// @param forward true gives the oldest first
  /// @param types none for all
  /// @param senders in lower case; none for all
  public record Query(
      @Nullable Long start,
      boolean forward,
      int limit,
      Set<MessageType> types,
      Set<UserId> senders,
      @Nullable Instant since,
      @Nullable Instant until) {}

  /// A message with what belongs to it.
  ///
  /// @param overview the thread that hangs on it; null if there is none
  public record Item(
      ResolvedEntry resolved, @Nullable ThreadState overview, List<Reaction> reactions) {

    public Message message() {
      return Objects.requireNonNull(resolved.message());
    }
  }

  /// A page of history.
  ///
  /// @param next where the next page begins; null if there is none
  public record Part(List<Item> items, @Nullable Long next) {}

  /// A page of a conversation, as far as the user may see it. Commands and recalled messages are
  /// not history.
  public Part page(App app, UserId user, ConversationRef ref, Query query) {
    return transactions.read(
        snapshot ->
            access
                .find(snapshot, app.id(), user, ref)
                .map(open -> page(snapshot, app.id(), user, open, query))
                .orElseGet(() -> new Part(List.of(), null)));
  }

  private Part page(
      Snapshot snapshot, AppId app, UserId user, ConversationAccess.Open open, Query query) {
    Conversation conversation = open.conversation();
    long low = Math.max(open.since(), erased.erasedTo(snapshot, app, user, conversation.id()));
    if (query.since() != null) {
      low = Math.max(low, Ids.firstAt(query.since()).value() - 1);
    }
    long high = Long.MAX_VALUE;
    if (query.until() != null) {
      high = Ids.firstAt(query.until().plusMillis(1)).value();
    }
    if (query.start() != null) {
      if (query.forward()) {
        low = Math.max(low, query.start());
      } else {
        high = Math.min(high, query.start());
      }
    }
    List<ResolvedEntry> found = new ArrayList<>();
    int looked = 0;
    while (true) {
      List<Entry> step =
          query.forward()
              ? timelines.after(snapshot, conversation.id(), low, STEP)
              : timelines.before(snapshot, conversation.id(), high, STEP);
      for (ResolvedEntry resolved : shown(snapshot, app, user, conversation, step)) {
        long position = resolved.entry().position();
        if (query.forward() ? position >= high : position <= low) {
          return new Part(items(snapshot, app, user, found), null);
        }
        if (matches(resolved.message(), query)) {
          found.add(resolved);
        }
        if (query.forward()) {
          low = position;
        } else {
          high = position;
        }
        if (found.size() == query.limit()) {
          return new Part(items(snapshot, app, user, found), position);
        }
      }
      looked += step.size();
      if (step.size() < STEP) {
        return new Part(items(snapshot, app, user, found), null);
      }
      long last = step.getLast().position();
      if (query.forward()) {
        low = Math.max(low, last);
      } else {
        high = Math.min(high, last);
      }
      if (looked >= MAX_LOOKED_AT) {
        return new Part(items(snapshot, app, user, found), last);
      }
    }
  }

  /// Those of the entries that are messages the user may still see.
  List<ResolvedEntry> shown(
      Snapshot snapshot, AppId app, UserId user, Conversation conversation, List<Entry> entries) {
    List<Entry> sent = entries.stream().filter(entry -> entry.kind() == EntryKind.MESSAGE).toList();
    List<MessageId> ids =
        sent.stream().map(entry -> Objects.requireNonNull(entry.subject())).toList();
    Map<MessageId, Message> byId =
        messages.findAll(snapshot, ids).stream()
            .collect(Collectors.toMap(Message::id, Function.identity()));
    Set<MessageId> gone = erased.among(snapshot, app, user, conversation.id(), ids);
    return sent.stream()
        .map(entry -> new ResolvedEntry(entry, byId.get(Objects.requireNonNull(entry.subject()))))
        .filter(resolved -> resolved.message() != null && !gone.contains(resolved.message().id()))
        .filter(resolved -> format.mayRead(resolved, user))
        .toList();
  }

  private static boolean matches(@Nullable Message message, Query query) {
    return message != null
        && message.content().type() != MessageType.CMD
        && (query.types().isEmpty() || query.types().contains(message.content().type()))
        && (query.senders().isEmpty()
            || query.senders().contains(UserId.of(message.from().value())));
  }

  private List<Item> items(Snapshot snapshot, AppId app, UserId user, List<ResolvedEntry> found) {
    List<MessageId> ids =
        found.stream().map(resolved -> Objects.requireNonNull(resolved.message()).id()).toList();
    Map<MessageId, List<Reaction>> given =
        reactions.of(snapshot, ids, user, USERS).stream()
            .collect(Collectors.groupingBy(Reaction::message));
    List<Item> items = new ArrayList<>(found.size());
    for (ResolvedEntry resolved : found) {
      Message message = Objects.requireNonNull(resolved.message());
      items.add(
          new Item(
              resolved,
              overview(snapshot, app, message),
              given.getOrDefault(message.id(), List.of())));
    }
    return items;
  }

  private @Nullable ThreadState overview(Snapshot snapshot, AppId app, Message message) {
    if (!(message.to() instanceof Recipient.ToGroup)) {
      return null;
    }
    return threads
        .findByParent(snapshot, app, message.id())
        .map(thread -> state(snapshot, thread))
        .orElse(null);
  }

  private ThreadState state(Snapshot snapshot, ChatThread thread) {
    return new ThreadState(
        thread,
        Optional.ofNullable(thread.lastMessage())
            .flatMap(id -> messages.find(snapshot, id))
            .orElse(null));
  }

  /// The user does not want to see anything any more that was sent until now, in groups and pairs.
  public void eraseAll(App app, UserId user) {
    transactions.run(
        tx -> {
          List<Listed> all =
              conversationStates.list(tx, app.id(), user, false, null, MAX_CONVERSATIONS);
          for (Listed listed : all) {
            ConversationId id = listed.conversation().id();
            long head = timelines.head(tx, id);
            erased.eraseTo(tx, app.id(), user, id, head);
            conversationStates.read(tx, app.id(), user, id, head);
          }
        });
  }

  /// The user does not want to see these messages any more. Unknown ones are passed over.
  ///
  /// @param told whether the other devices of the user learn of it at once
  public void erase(
      App app, UserId user, ConversationRef ref, List<String> ids, String resource, boolean told) {
    transactions.run(
        tx -> {
          Optional<ConversationAccess.Open> open = access.find(tx, app.id(), user, ref);
          if (open.isEmpty()) {
            return;
          }
          Conversation conversation = open.get().conversation();
          List<MessageId> wanted =
              ids.stream().flatMap(id -> MessageId.parse(id).stream()).toList();
          List<MessageId> known =
              messages.findAll(tx, wanted).stream()
                  .filter(conversation::holds)
                  .map(Message::id)
                  .toList();
          erased.erase(tx, app.id(), user, conversation.id(), known);
          if (told && !known.isEmpty()) {
            notices.erased(tx, app.id(), user, ref, known, 0, resource);
          }
        });
  }

  /// The user does not want to see anything any more that was sent before `until`.
  ///
  /// @param told whether the other devices of the user learn of it at once
  public void eraseBefore(
      App app, UserId user, ConversationRef ref, Instant until, String resource, boolean told) {
    transactions.run(
        tx ->
            access
                .find(tx, app.id(), user, ref)
                .ifPresent(
                    open -> {
                      // What is sent later is shown, whatever the client's clock says.
                      long position =
                          Math.min(
                              Ids.firstAt(until.plusMillis(1)).value() - 1,
                              timelines.head(tx, open.conversation().id()));
                      erased.eraseTo(tx, app.id(), user, open.conversation().id(), position);
                      if (told) {
                        notices.erased(
                            tx, app.id(), user, ref, List.of(), until.toEpochMilli(), resource);
                      }
                    }));
  }
}
