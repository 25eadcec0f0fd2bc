package dev.weft.chat.message;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatLimits;
import dev.weft.chat.ChatListener;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.Recipient;
import dev.weft.chat.Refusal;
import dev.weft.chat.Refusal.Reason;
import dev.weft.chat.RefusedException;
import dev.weft.chat.Source;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.policy.Operation;
import dev.weft.chat.policy.Permissions;
import dev.weft.chat.thread.ThreadStore;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Messages: send, recall, modify. Each is one transaction with everything that follows from it.
public final class Messages {

  /// Who sends to more targets holds up nobody but himself.
  private static final int MAX_TOGETHER = 4;

  private final LostMessages lost;
  private final Transactions transactions;
  private final GroupCommit<ConversationId, SendTargets> sending;
  private final ThreadStore threads;
  private final GroupStore groups;
  private final GroupStore rooms;
  private final MessageStore messages;
  private final Ids ids;
  private final Clock clock;
  private final ChatLimits limits;
  private final ChatListener listener;
  private final Permissions permissions;
  private final NewMessages kept;
  private final Recalls recalls;
  private final Edits edits;

  public Messages(
      Transactions transactions,
      ThreadStore threads,
      GroupStore groups,
      GroupStore rooms,
      MessageStore messages,
      Permissions permissions,
      Ids ids,
      Clock clock,
      ChatLimits limits,
      LostMessages lost,
      ChatListener listener) {
    this.lost = lost;
    this.transactions = transactions;
    this.sending = transactions.groupCommit(this::fetch);
    this.threads = threads;
    this.groups = groups;
    this.rooms = rooms;
    this.messages = messages;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    this.listener = listener;
    this.permissions = permissions;
    this.kept = new NewMessages(messages, ids, listener);
    HeldMessages held = new HeldMessages(threads, messages);
    this.recalls = new Recalls(held, threads, messages, permissions, ids, clock, limits, listener);
    this.edits =
        new Edits(held, threads, groups, messages, permissions, ids, clock, limits, listener);
  }

  /// Sends a message to each of `targets`, which are groups or threads, and answers the id of the
  /// message in each. A target that does not exist gets an id and nothing else, as at the vendor,
  /// unless the server is strict about it ([ChatLimits#strictTargets]).
  ///
  /// @throws RefusedException with [Refusal.SendRefused], and then nothing is sent
  public Map<ConversationId, MessageId> sendToGroups(
      App app,
      Actor by,
      UserId from,
      List<ConversationId> targets,
      Content content,
      Origin origin) {
    return send(
        targets,
        targets,
        (tx, fetched, target) ->
            sendToGroup(tx, fetched, app, by, from, target, content, origin)
                .map(Message::id)
                .orElseGet(() -> nowhere(app, target.toString())));
  }

  /// Sends a message to each of `targets`, which are chat rooms, and answers the id of the message
  /// in each, as [#sendToGroups] does.
  ///
  /// @throws RefusedException with [Refusal.SendRefused], and then nothing is sent
  public Map<GroupId, MessageId> sendToRooms(
      App app, Actor by, UserId from, List<GroupId> targets, Content content, Origin origin) {
    return send(
        targets,
        List.of(),
        (tx, _, target) ->
            sendToRoom(tx, app, by, from, target, content, origin)
                .map(Message::id)
                .orElseGet(() -> nowhere(app, target.toString())));
  }

  private Optional<Message> sendToRoom(
      Tx tx, App app, Actor by, UserId from, GroupId room, Content content, Origin origin) {
    if (!rooms.exists(tx, app.id(), room)) {
      return Optional.empty();
    }
    permissions.requireInGroup(tx, app, by, Operation.SEND_TO_GROUP, room);
    Recipient place = new Recipient.ToRoom(room);
    return Optional.of(kept.keep(tx, app, by, from, place, content, clock.instant(), origin));
  }

  /// The id of a message that nobody gets, because there is no `target`.
  ///
  /// @throws RefusedException if the server is strict about targets
  public MessageId nowhere(App app, String target) {
    if (limits.strictTargets()) {
      throw new RefusedException(new Refusal.SendRefused(Reason.GROUP_NOT_FOUND));
    }
    MessageId id = ids.nextMessage();
    lost.note(app.id(), id, target);
    return id;
  }

  /// Sends a message of a device to a group, a thread or a chat room. Empty if there is none.
  ///
  /// @throws RefusedException with [Refusal.SendRefused]
  public Optional<Message> sendToGroup(
      App app, Actor by, UserId from, ConversationId target, Content content, Origin origin) {
    return sending.call(
        List.of(target),
        (tx, fetched) ->
            sendToGroup(tx, fetched, app, by, from, target, content, origin)
                .or(() -> sendToRoom(tx, app, by, from, target.asGroup(), content, origin)));
  }

  /// Sends a message of a device to a user, whether there is one or not.
  ///
  /// @throws RefusedException with [Refusal.SendRefused]
  public Message sendToUser(
      App app, Actor by, UserId from, UserId to, Content content, Origin origin) {
    return sending.call(List.of(), (tx, _) -> sendToUser(tx, app, by, from, to, content, origin));
  }

  private Message sendToUser(
      Tx tx, App app, Actor by, UserId from, UserId to, Content content, Origin origin) {
    permissions.requireToUser(tx, app, by, Operation.SEND_TO_USER, to, false);
    return kept.keep(tx, app, by, from, new Recipient.ToUser(to), content, clock.instant(), origin);
  }

  private SendTargets fetch(Tx tx, List<ConversationId> targets) {
    return SendTargets.fetch(tx, threads, groups, targets);
  }

  /// Sends a message to one of several targets, in their unit of work.
  private interface SendOne<T> {
    MessageId to(Tx tx, SendTargets fetched, T target);
  }

  /// @param conversations groups and threads among the targets, which are fetched together
  private <T extends Comparable<T>> Map<T, MessageId> send(
      List<T> targets, List<ConversationId> conversations, SendOne<T> sendOne) {
    BiFunction<Tx, SendTargets, Map<T, MessageId>> sendAll =
        (tx, fetched) -> NewMessages.forEach(targets, target -> sendOne.to(tx, fetched, target));
    return targets.size() > MAX_TOGETHER
        ? transactions.call(tx -> sendAll.apply(tx, fetch(tx, conversations)))
        : sending.call(conversations, sendAll);
  }

  /// Sends a message to each of `users` and answers the id of the message to each. Whether a user
  /// exists is not checked, as at the vendor.
  ///
  /// @throws RefusedException with [Refusal.SendRefused], and then nothing is sent
  public Map<UserId, MessageId> sendToUsers(
      App app, Actor by, UserId from, List<UserId> users, Content content, Origin origin) {
    return send(
        users,
        List.of(),
        (tx, _, user) -> sendToUser(tx, app, by, from, user, content, origin).id());
  }

  private Optional<Message> sendToGroup(
      Tx tx,
      SendTargets fetched,
      App app,
      Actor by,
      UserId from,
      ConversationId target,
      Content content,
      Origin origin) {
    Optional<ChatThread> thread = fetched.thread(app.id(), target);
    if (thread.isPresent()) {
      permissions.requireInGroup(tx, app, by, Operation.SEND_TO_GROUP, thread.get().group());
      return Optional.of(sendToThread(tx, app, by, from, thread.get(), content, origin));
    }
    if (!fetched.isGroup(app.id(), target)) {
      return Optional.empty();
    }
    GroupId group = target.asGroup();
    permissions.requireInGroup(tx, app, by, Operation.SEND_TO_GROUP, group);
    Recipient recipient = new Recipient.ToGroup(group);
    return Optional.of(kept.keep(tx, app, by, from, recipient, content, clock.instant(), origin));
  }

  private Message sendToThread(
      Tx tx, App app, Actor by, UserId from, ChatThread thread, Content content, Origin origin) {
    Instant at = thread.timeOfNext(clock.instant());
    Message message =
        new Message(
            ids.nextMessage(),
            app.id(),
            thread.asRecipient(),
            from,
            content,
            at,
            at,
            0,
            null,
            thread.lastMessage(),
            origin.env());
    ChatThread after = thread.afterSend(message.id(), at);
    messages.insert(tx, message);
    threads.update(tx, after);
    listener.on(tx, new MessageSent(app, message, new ThreadState(after, message), by, origin));
    return message;
  }

  /// One message to recall.
  ///
  /// @param to where the caller says it was sent: a user, a group or a thread
  /// @param operator who recalls
  /// @param force true ignores the recall window and reaches messages that are gone already; not
  ///   for members
  /// @param info what the devices of clients are told beside the recall; null for nothing
  public record Recall(
      MessageId message, String to, UserId operator, boolean force, @Nullable String info) {

    /// One that says nothing more.
    public Recall(MessageId message, String to, UserId operator, boolean force) {
      this(message, to, operator, force, null);
    }
  }

  /// Recalls one message. With `force` one that is gone already counts as recalled.
  ///
  /// @throws RefusedException with [Refusal.RecallTooLate], [Refusal.RecallUnknownMessage],
  ///   [Refusal.RecallElsewhere], or because `by` may not
  public void recall(App app, Actor by, Recall recall, Source source) {
    recallEach(app, by, List.of(recall), source).stream()
        .flatMap(Optional::stream)
        .forEach(
            refusal -> {
              throw new RefusedException(refusal);
            });
  }

  /// Recalls one message, as a device asks.
  ///
  /// @throws RefusedException as above
  public MessageRecalled recall(App app, Actor by, Recall recall, Origin origin) {
    return transactions.call(tx -> recalls.recall(tx, app, by, recall, origin));
  }

  /// Recalls messages in one transaction, each for itself: a refused one changes nothing and leaves
  /// the others alone. Answers, in order, why each was refused; empty for those that are recalled.
  public List<Optional<Refusal>> recallEach(App app, Actor by, List<Recall> wanted, Source source) {
    return recallEach(app, by, wanted, _ -> Origin.of(source));
  }

  /// The same, where each has an origin of its own.
  public List<Optional<Refusal>> recallEach(
      App app, Actor by, List<Recall> wanted, Function<Recall, Origin> origins) {
    return transactions.call(
        tx ->
            wanted.stream()
                .map(recall -> recalls.tryRecall(tx, app, by, recall, origins.apply(recall)))
                .toList());
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
  /// @throws RefusedException with one of the `Modify…` refusals, or because `by` may not
  public void modify(App app, Actor by, Modification change, Source source) {
    MessageModified _ = modify(app, by, change, Origin.of(source));
  }

  /// Modifies one message, as a device asks.
  ///
  /// @throws RefusedException as above
  public MessageModified modify(App app, Actor by, Modification change, Origin origin) {
    return transactions.call(tx -> edits.modify(tx, app, by, change, origin));
  }
}
