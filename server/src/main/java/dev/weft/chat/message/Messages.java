package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.JsonObjects;
import dev.weft.chat.Member;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Place;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.chat.ThreadId;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Messages: send, recall, modify. Each is one transaction with everything that follows from it.
public final class Messages {

  /// Who sends to more targets holds up nobody but himself.
  private static final int MAX_TOGETHER = 4;

  private final Transactions transactions;
  private final GroupCommit<Long> sending;
  private final ThreadStore threads;
  private final GroupStore groups;
  private final MessageStore messages;
  private final Ids ids;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;

  public Messages(
      Transactions transactions,
      ThreadStore threads,
      GroupStore groups,
      MessageStore messages,
      Ids ids,
      Clock clock,
      ChatLimits limits,
      ChatListener listener) {
    this.transactions = transactions;
    this.sending = transactions.groupCommit(this::fetch);
    this.threads = threads;
    this.groups = groups;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
  }

  /// Sends a message to each of `targets`, which are ids of groups or threads, and answers the id
  /// of the message in each. A target that does not exist gets an id and nothing else, as at the
  /// vendor.
  public Map<String, MessageId> sendToGroups(
      App app, Actor by, UserId from, List<String> targets, Content content, Source source) {
    List<Long> ids = targets.stream().flatMap(target -> parseId(target).stream()).toList();
    Origin origin = Origin.of(source);
    return send(
        targets,
        ids,
        (tx, target) ->
            sendToGroup(tx, app, by, from, target, content, origin)
                .map(Message::id)
                .orElseGet(this.ids::nextMessage));
  }

  /// Sends a message of a device to a group or a thread. Empty if there is neither.
  public Optional<Message> sendToGroup(
      App app, Actor by, UserId from, String target, Content content, Origin origin) {
    return sending.call(
        parseId(target).stream().toList(),
        tx -> sendToGroup(tx, app, by, from, target, content, origin));
  }

  /// Sends a message of a device to a user, whether there is one or not.
  public Message sendToUser(
      App app, Actor by, UserId from, UserId to, Content content, Origin origin) {
    return sending.call(
        List.of(),
        tx -> keep(tx, app, by, from, new Place.WithUser(to), content, clock.instant(), origin));
  }

  /// What is the same for many messages that are sent at once: whether their targets are threads,
  /// and which, or groups.
  private void fetch(Tx tx, List<Long> ids) {
    List<ThreadId> noThreads = threads.lock(tx, ids.stream().map(ThreadId::new).toList());
    if (!noThreads.isEmpty()) {
      groups.look(tx, noThreads.stream().map(id -> new GroupId(id.value())).toList());
    }
  }

  private Map<String, MessageId> send(
      List<String> targets, List<Long> ids, BiFunction<Tx, String, MessageId> sendOne) {
    Function<Tx, Map<String, MessageId>> sendAll =
        tx -> forEach(targets, target -> sendOne.apply(tx, target));
    return targets.size() > MAX_TOGETHER ? transactions.call(sendAll) : sending.call(ids, sendAll);
  }

  /// Sends a message to each of `users` and answers the id of the message to each. Whether a user
  /// exists is not checked, as at the vendor.
  public Map<String, MessageId> sendToUsers(
      App app, Actor by, UserId from, List<String> users, Content content, Source source) {
    return send(
        users,
        List.of(),
        (tx, user) -> {
          Place place = new Place.WithUser(UserId.of(user));
          return keep(tx, app, by, from, place, content, clock.instant(), Origin.of(source)).id();
        });
  }

  /// Answers in the order of `targets`, but sends in one order whatever that is: two callers with
  /// the same threads wait for each other, and never both.
  private static Map<String, MessageId> forEach(
      List<String> targets, Function<String, MessageId> send) {
    Map<String, MessageId> sent = HashMap.newHashMap(targets.size());
    targets.stream().sorted().forEach(target -> sent.put(target, send.apply(target)));
    Map<String, MessageId> answer = LinkedHashMap.newLinkedHashMap(targets.size());
    targets.forEach(target -> answer.put(target, Objects.requireNonNull(sent.get(target))));
    return answer;
  }

  private Optional<Message> sendToGroup(
      Tx tx, App app, Actor by, UserId from, String target, Content content, Origin origin) {
    Optional<Long> id = parseId(target);
    Optional<ChatThread> thread =
        id.flatMap(value -> threads.findForUpdate(tx, app.id(), new ThreadId(value)));
    if (thread.isPresent()) {
      return Optional.of(sendToThread(tx, app, by, from, thread.get(), content, origin));
    }
    return id.map(GroupId::new)
        .filter(known -> groups.exists(tx, app.id(), known))
        .map(Place.InGroup::new)
        .map(place -> keep(tx, app, by, from, place, content, clock.instant(), origin));
  }

  private Message sendToThread(
      Tx tx, App app, Actor by, UserId from, ChatThread thread, Content content, Origin origin) {
    Instant at = thread.timeOfNext(clock.instant());
    Message message =
        new Message(
            ids.nextMessage(),
            app.id(),
            thread.asPlace(),
            from,
            content,
            at,
            at,
            0,
            null,
            thread.lastMessage());
    ChatThread after = thread.afterSend(message.id(), at);
    messages.insert(tx, message);
    threads.update(tx, after);
    listener.on(tx, new MessageSent(app, message, new ThreadState(after, message), by, origin));
    return message;
  }

  private Message keep(
      Tx tx,
      App app,
      Actor by,
      UserId from,
      Place place,
      Content content,
      Instant at,
      Origin origin) {
    Message message =
        new Message(ids.nextMessage(), app.id(), place, from, content, at, at, 0, null, null);
    messages.insert(tx, message);
    listener.on(tx, new MessageSent(app, message, null, by, origin));
    return message;
  }

  /// One message to recall.
  ///
  /// @param to where the caller says it was sent: a user, a group or a thread
  /// @param operator who recalls
  /// @param force true ignores the recall window
  public record Recall(MessageId message, String to, UserId operator, boolean force) {}

  /// Recalls one message.
  ///
  /// @throws RefusedException with [Refusal.RecallTooLate], [Refusal.RecallUnknownMessage] or
  ///   [Refusal.RecallElsewhere]
  public void recall(App app, Actor by, Recall recall, Source source) {
    MessageRecalled _ = recall(app, by, recall, Origin.of(source));
  }

  /// Recalls one message, as a device asks.
  ///
  /// @throws RefusedException as above
  public MessageRecalled recall(App app, Actor by, Recall recall, Origin origin) {
    return transactions.call(tx -> recall(tx, app, by, recall, origin));
  }

  /// Recalls messages in one transaction, each for itself: a refused one changes nothing and leaves
  /// the others alone. Answers, in order, why each was refused; null for those that were recalled.
  public List<@Nullable Refusal> recallEach(
      App app, Actor by, List<Recall> recalls, Source source) {
    return transactions.call(
        tx -> {
          List<@Nullable Refusal> refusals = new ArrayList<>(recalls.size());
          for (Recall recall : recalls) {
            try {
              MessageRecalled _ = recall(tx, app, by, recall, Origin.of(source));
              refusals.add(null);
            } catch (RefusedException e) {
              refusals.add(e.refusal());
            }
          }
          return refusals;
        });
  }

  /// Refuses before it writes: [#recallEach] relies on that.
  private MessageRecalled recall(Tx tx, App app, Actor by, Recall recall, Origin origin) {
    @Nullable ChatThread thread = threadOf(tx, app, recall.message());
    Message message =
        messages
            .findForUpdate(tx, recall.message())
            .filter(found -> found.app().equals(app.id()))
            .orElseThrow(() -> new RefusedException(new Refusal.RecallUnknownMessage()));
    if (message.place() instanceof Place.InThread && thread == null) {
      throw new RefusedException(new Refusal.RecallUnknownMessage());
    }
    if (!wasSentTo(message.place(), recall.to())) {
      throw new RefusedException(new Refusal.RecallElsewhere());
    }
    Instant now = clock.instant();
    if (!recall.force() && now.isAfter(message.sent().plus(limits.recallWindow()))) {
      throw new RefusedException(new Refusal.RecallTooLate());
    }
    messages.recall(tx, message);
    MessageId event = ids.nextMessage();
    if (thread == null) {
      return told(
          tx, new MessageRecalled(app, message, null, by, recall.operator(), now, event, origin));
    }
    Instant at = thread.timeOfNext(now);
    Optional<Message> newest =
        message.id().equals(thread.lastMessage())
            ? Optional.ofNullable(message.previous()).flatMap(id -> messages.newestFrom(tx, id))
            : Optional.ofNullable(thread.lastMessage()).flatMap(id -> messages.find(tx, id));
    ChatThread after = thread.afterRecall(newest.map(Message::id).orElse(null), at);
    threads.update(tx, after);
    ThreadState state = new ThreadState(after, newest.orElse(null));
    return told(
        tx, new MessageRecalled(app, message, state, by, recall.operator(), at, event, origin));
  }

  private <E extends ChatEvent> E told(Tx tx, E event) {
    listener.on(tx, event);
    return event;
  }

  /// One modification of a message.
  ///
  /// @param operator who modifies; empty for the app's admin
  /// @param type the type the caller takes the message for
  /// @param bodyChanges a JSON object: these fields of the body are replaced, the others stay
  /// @param ext the new message extension, a JSON object; empty leaves it alone
  /// @param combineExt true merges `ext` over the old extension, false replaces it
  public record Modification(
      MessageId message,
      Optional<UserId> operator,
      MessageType type,
      String bodyChanges,
      Optional<String> ext,
      boolean combineExt) {}

  /// Modifies one message.
  ///
  /// @throws RefusedException with one of the `Modify…` refusals
  public void modify(App app, Actor by, Modification change, Source source) {
    MessageModified _ = modify(app, by, change, Origin.of(source));
  }

  /// Modifies one message, as a device asks.
  ///
  /// @throws RefusedException as above
  public MessageModified modify(App app, Actor by, Modification change, Origin origin) {
    return transactions.call(tx -> modify(tx, app, by, change, origin));
  }

  private MessageModified modify(Tx tx, App app, Actor by, Modification change, Origin origin) {
    @Nullable ChatThread thread = threadOf(tx, app, change.message());
    Message message =
        messages
            .findForUpdate(tx, change.message())
            .filter(found -> found.app().equals(app.id()))
            .orElseThrow(() -> new RefusedException(new Refusal.ModifyUnknownMessage()));
    if (message.place() instanceof Place.InThread && thread == null) {
      throw new RefusedException(new Refusal.ModifyUnknownMessage());
    }
    if (message.content().type() == MessageType.CMD || message.content().type() != change.type()) {
      throw new RefusedException(new Refusal.ModifyTypeUnsupported());
    }
    if (change.operator().isPresent() && !mayModify(tx, change.operator().get(), message)) {
      throw new RefusedException(new Refusal.ModifyNotAllowed());
    }
    if (message.edits() >= limits.editsPerMessage()) {
      throw new RefusedException(new Refusal.ModifyLimitReached());
    }
    Content old = message.content();
    String ext =
        change
            .ext()
            .map(fresh -> change.combineExt() ? JsonObjects.merge(old.ext(), fresh) : fresh)
            .orElse(old.ext());
    String body = JsonObjects.merge(old.body(), change.bodyChanges());
    UserId operator = change.operator().orElse(by.user());
    Instant now = clock.instant();
    Instant at = thread == null ? now : thread.timeOfNext(now);
    Message edited = message.edited(new Content(old.type(), body, ext), operator, at);
    messages.update(tx, edited);
    @Nullable ThreadState state = thread == null ? null : modified(tx, thread, edited, at);
    return told(
        tx,
        new MessageModified(
            app,
            edited,
            state,
            by,
            operator,
            change.operator().isPresent(),
            ids.nextMessage(),
            origin));
  }

  private ThreadState modified(Tx tx, ChatThread thread, Message edited, Instant at) {
    ChatThread after = thread.afterModify(at);
    threads.update(tx, after);
    Optional<Message> newest =
        edited.id().equals(thread.lastMessage())
            ? Optional.of(edited)
            : Optional.ofNullable(thread.lastMessage()).flatMap(id -> messages.find(tx, id));
    return new ThreadState(after, newest.orElse(null));
  }

  /// The thread of a message, held for change before the message is, so that two operations on one
  /// thread always wait for each other in the same order. Null if the message is in no thread.
  private @Nullable ChatThread threadOf(Tx tx, App app, MessageId id) {
    return messages
        .find(tx, id)
        .map(Message::place)
        .flatMap(
            place ->
                place instanceof Place.InThread in
                    ? threads.findForUpdate(tx, app.id(), in.thread())
                    : Optional.empty())
        .orElse(null);
  }

  /// Rights of an operator (vendor): own messages; in a group its owner and admins also those of
  /// members.
  private boolean mayModify(Tx tx, UserId operator, Message message) {
    if (operator.isSameAs(message.from())) {
      return true;
    }
    return switch (message.place()) {
      case Place.WithUser _ -> false;
      case Place.InGroup(GroupId group) -> isGroupAdmin(tx, group, operator);
      case Place.InThread in -> isGroupAdmin(tx, in.parent(), operator);
    };
  }

  private boolean isGroupAdmin(Tx tx, GroupId group, UserId user) {
    return groups
        .member(tx, group, UserId.of(user.value()))
        .filter(member -> member.role() != Member.Role.MEMBER)
        .isPresent();
  }

  private static boolean wasSentTo(Place place, String to) {
    return switch (place) {
      case Place.WithUser(UserId user) -> user.value().equalsIgnoreCase(to);
      case Place.InGroup(GroupId group) -> group.toString().equals(to);
      case Place.InThread in -> in.thread().toString().equals(to);
    };
  }

  /// A decimal id; empty for anything that cannot be one of ours.
  public static Optional<Long> parseId(String text) {
    if (text.length() > 19 || !isDigits(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Of ASCII, and at least one.
  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
