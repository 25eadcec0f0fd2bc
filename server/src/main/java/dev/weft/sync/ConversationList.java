package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Entry;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.sync.ConversationStateStore.ConversationState;
import dev.weft.sync.ConversationStateStore.Listed;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The list of conversations of a user: what is unread, pinned, marked, taken off the list.
public final class ConversationList {

  private final Transactions transactions;
  private final ConversationStateStore conversationStates;
  private final TimelineStore timelines;
  private final MessageStore messages;
  private final ErasedStore erased;
  private final ConversationAccess access;
  private final ClientNotices notices;
  private final Clock clock;

  ConversationList(
      Transactions transactions,
      ConversationStateStore conversationStates,
      TimelineStore timelines,
      MessageStore messages,
      ErasedStore erased,
      ConversationAccess access,
      ClientNotices notices,
      Clock clock) {
    this.transactions = transactions;
    this.conversationStates = conversationStates;
    this.timelines = timelines;
    this.messages = messages;
    this.erased = erased;
    this.access = access;
    this.notices = notices;
    this.clock = clock;
  }

  /// A conversation in the list, with its newest message; null if it has none.
  public record Line(Listed listed, @Nullable Message newest) {}

  /// The conversations of a user by their newest message, newest first.
  ///
  /// @param pinnedOnly only those the user has pinned
  /// @param before [Listed#newest] of the last one of the page before; null for the first page
  public List<Line> list(
      App app, UserId user, boolean pinnedOnly, @Nullable Long before, int limit) {
    return transactions.read(
        snapshot ->
            conversationStates.list(snapshot, app.id(), user, pinnedOnly, before, limit).stream()
                .map(listed -> new Line(listed, newest(snapshot, listed)))
                .toList());
  }

  private @Nullable Message newest(Snapshot snapshot, Listed listed) {
    if (listed.newest() == 0) {
      return null;
    }
    ConversationId id = listed.conversation().id();
    return timelines.after(snapshot, id, listed.newest() - 1, 1).stream()
        .map(Entry::subject)
        .findFirst()
        .flatMap(subject -> find(snapshot, subject))
        .orElse(null);
  }

  private Optional<Message> find(Snapshot snapshot, @Nullable MessageId subject) {
    return subject == null ? Optional.empty() : messages.find(snapshot, subject);
  }

  /// Pins a conversation at the top of the list, or lets it go. Answers since when it is pinned.
  public Instant pin(App app, UserId user, ConversationRef ref, boolean pinned, String resource) {
    Instant now = clock.instant();
    change(
        app,
        user,
        ref,
        old ->
            new ConversationState(
                old.conversation(),
                old.readTo(),
                old.hiddenTo(),
                pinned ? now : null,
                old.marks(),
                old.mute()),
        ClientNotices.Change.of(pinned ? "top" : "not_top"),
        resource);
    return now;
  }

  /// Puts a mark on conversations, or takes it off.
  public void mark(
      App app, UserId user, List<ConversationRef> refs, int mark, boolean marked, String resource) {
    for (ConversationRef ref : refs) {
      change(
          app,
          user,
          ref,
          old ->
              new ConversationState(
                  old.conversation(),
                  old.readTo(),
                  old.hiddenTo(),
                  old.pinned(),
                  changed(old.marks(), mark, marked),
                  old.mute()),
          new ClientNotices.Change(marked ? "mark" : "mark_delete", "mark_" + mark),
          resource);
    }
  }

  private static Set<Integer> changed(Set<Integer> marks, int mark, boolean marked) {
    Set<Integer> changed = new TreeSet<>(marks);
    boolean _ = marked ? changed.add(mark) : changed.remove(mark);
    return changed;
  }

  /// Takes a conversation off the list until something new comes; it is no longer pinned then.
  ///
  /// @param messagesToo the user does not see what was said in it any more either
  public void remove(
      App app, UserId user, ConversationRef ref, boolean messagesToo, String resource) {
    transactions.run(
        tx -> {
          Optional<ConversationAccess.Open> open = access.find(tx, app.id(), user, ref);
          if (open.isEmpty()) {
            return;
          }
          Conversation conversation = open.get().conversation();
          long head = timelines.head(tx, conversation.id());
          ConversationState old = state(tx, app.id(), user, conversation.id());
          conversationStates.read(tx, app.id(), user, conversation.id(), head);
          conversationStates.save(
              tx,
              app.id(),
              user,
              new ConversationState(old.conversation(), head, head, null, old.marks(), old.mute()));
          if (messagesToo) {
            erased.eraseTo(tx, app.id(), user, conversation.id(), head);
          }
          notices.conversation(tx, app.id(), user, ref, ClientNotices.Change.of("del"), resource);
        });
  }

  /// Keeps the vendor's word for how the user wants to be notified of a conversation.
  public void mute(Tx tx, AppId app, UserId user, ConversationId conversation, String word) {
    ConversationState old = state(tx, app, user, conversation);
    conversationStates.save(
        tx,
        app,
        user,
        new ConversationState(
            conversation, old.readTo(), old.hiddenTo(), old.pinned(), old.marks(), word));
  }

  private void change(
      App app,
      UserId user,
      ConversationRef ref,
      UnaryOperator<ConversationState> change,
      ClientNotices.Change told,
      String resource) {
    transactions.run(
        tx -> {
          ConversationId id = access.open(tx, app.id(), user, ref).conversation().id();
          ConversationState old = state(tx, app.id(), user, id);
          conversationStates.save(tx, app.id(), user, change.apply(old));
          notices.conversation(tx, app.id(), user, ref, told, resource);
        });
  }

  private ConversationState state(Snapshot snapshot, AppId app, UserId user, ConversationId id) {
    return conversationStates
        .find(snapshot, app, user, id)
        .orElseGet(() -> new ConversationState(id, 0, 0, null, new TreeSet<>(), "DEFAULT"));
  }

  /// Everything up to now is read.
  public void read(App app, UserId user, ConversationRef ref) {
    transactions.run(
        tx ->
            access
                .find(tx, app.id(), user, ref)
                .ifPresent(
                    open -> {
                      ConversationId id = open.conversation().id();
                      conversationStates.read(tx, app.id(), user, id, timelines.head(tx, id));
                    }));
  }

  /// How many messages a user has not read, over all conversations; at most
  /// [ConversationStateStore#MAX_UNREAD] of each of the newest `conversations`.
  public int unread(App app, UserId user, int conversations) {
    return transactions.read(
        snapshot ->
            conversationStates.list(snapshot, app.id(), user, false, null, conversations).stream()
                .mapToInt(Listed::unread)
                .sum());
  }
}
