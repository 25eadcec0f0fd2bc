package dev.weft.sync;

import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.MessageId;
import dev.weft.chat.Origin;
import dev.weft.chat.Page;
import dev.weft.chat.ReactionChange;
import dev.weft.chat.ReactionListener;
import dev.weft.chat.Recipient;
import dev.weft.chat.group.GroupStore;
import dev.weft.chat.message.MessageReactions;
import dev.weft.chat.message.MessageStore;
import dev.weft.chat.message.Reaction;
import dev.weft.chat.message.ReactionStore;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.Notice;
import dev.weft.chat.timeline.TimelineStore;
import dev.weft.chat.timeline.TimelineWriter;
import dev.weft.sync.ReactionTargets.Need;
import dev.weft.tx.GroupCommit;
import dev.weft.tx.Snapshot;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reactions to messages. Each change is told to all who see the message.
public final class Reactions {

  /// The most reactions to one message.
  public static final int MAX_PER_MESSAGE = 20;

  /// Users named in lists; notices name more, because clients look for themselves in them.
  private static final int USERS = 3;

  private static final int USERS_TOLD = 100;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Transactions transactions;
  private final GroupCommit<Need, ReactionTargets> sharing;
  private final ReactionStore reactions;
  private final MessageStore messages;
  private final GroupStore groups;
  private final TimelineStore timelines;
  private final TimelineWriter writer;
  private final ReactionListener listener;
  private final Ids ids;
  private final Clock clock;

  Reactions(
      Transactions transactions,
      ReactionStore reactions,
      MessageStore messages,
      GroupStore groups,
      TimelineStore timelines,
      TimelineWriter writer,
      ReactionListener listener,
      Ids ids,
      Clock clock) {
    this.transactions = transactions;
    this.sharing = transactions.groupCommit(this::fetch);
    this.reactions = reactions;
    this.messages = messages;
    this.groups = groups;
    this.timelines = timelines;
    this.writer = writer;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
  }

  /// What became of a change.
  public sealed interface Outcome {

    record Done(Message message, Reaction reaction) implements Outcome {}

    /// No such message, or the user does not see it.
    record NotAllowed() implements Outcome {}

    /// The user has done it before.
    record Repeated() implements Outcome {}

    record TooMany() implements Outcome {}
  }

  /// A user reacts to a message.
  public Outcome add(App app, UserId user, String message, String text) {
    return change(
        user,
        message,
        (tx, targets, need) -> {
          Optional<Message> found = targets.visible(app, need);
          if (found.isEmpty()) {
            return new Outcome.NotAllowed();
          }
          MessageId id = need.message();
          MessageReactions before = now(tx, targets, need);
          if (before.isGiven(text, user)) {
            return new Outcome.Repeated();
          }
          Optional<Reaction> known = before.find(text);
          if (known.isEmpty() && before.all().size() >= MAX_PER_MESSAGE) {
            return new Outcome.TooMany();
          }
          Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          long number = known.map(Reaction::id).orElseGet(ids::next);
          MessageReactions after = before.with(id, text, user, number, now, USERS_TOLD);
          reactions.add(tx, id, text, user, number, now);
          tell(tx, app, found.get(), user, after, text, "create", now);
          targets.changed(id, after);
          return new Outcome.Done(found.get(), after.find(text).orElseThrow());
        });
  }

  /// A user takes a reaction back. Clients of version 5 write its name twice encoded: `alternative`
  /// is what that may mean.
  public Outcome remove(App app, UserId user, String message, String text, String alternative) {
    return change(
        user,
        message,
        (tx, targets, need) -> {
          Optional<Message> found = targets.visible(app, need);
          if (found.isEmpty()) {
            return new Outcome.NotAllowed();
          }
          MessageId id = need.message();
          MessageReactions before = now(tx, targets, need);
          String meant = before.find(text).isPresent() ? text : alternative;
          if (!before.isGiven(meant, user)) {
            return new Outcome.NotAllowed();
          }
          Reaction taken = before.find(meant).orElseThrow();
          reactions.remove(tx, id, meant, user);
          MessageReactions after = before.without(meant, user).orElseGet(() -> read(tx, id, user));
          tell(tx, app, found.get(), user, after, meant, "delete", clock.instant());
          targets.changed(id, after);
          return new Outcome.Done(found.get(), taken);
        });
  }

  private interface Change {
    Outcome on(Tx tx, ReactionTargets targets, Need need);
  }

  private Outcome change(UserId user, String message, Change change) {
    Optional<MessageId> id = MessageId.parse(message);
    if (id.isEmpty()) {
      return new Outcome.NotAllowed();
    }
    Need need = new Need(id.get(), user);
    return sharing.call(List.of(need), (tx, targets) -> change.on(tx, targets, need));
  }

  private ReactionTargets fetch(Tx tx, List<Need> needs) {
    return ReactionTargets.fetch(tx, messages, groups, reactions, needs, USERS_TOLD);
  }

  /// The reactions to a message as this unit of work finds them, those of its user marked.
  private MessageReactions now(Tx tx, ReactionTargets targets, Need need) {
    return targets.reactions(need.message()).orElseGet(() -> read(tx, need.message(), need.user()));
  }

  private MessageReactions read(Snapshot snapshot, MessageId message, UserId user) {
    return new MessageReactions(reactions.of(snapshot, List.of(message), user, USERS_TOLD));
  }

  private Optional<Reaction> one(Snapshot snapshot, MessageId id, String text, UserId reader) {
    return reactions.of(snapshot, List.of(id), reader, USERS).stream()
        .filter(reaction -> reaction.text().equals(text))
        .findFirst();
  }

  /// The reactions to messages that the user sees.
  public List<Reaction> list(App app, UserId user, List<String> wanted) {
    return transactions.read(
        snapshot -> {
          List<MessageId> seen =
              wanted.stream()
                  .flatMap(id -> visible(snapshot, app, user, id).stream())
                  .map(Message::id)
                  .toList();
          return reactions.of(snapshot, seen, user, USERS);
        });
  }

  /// A reaction, and a page of those who have given it.
  public record Detail(Reaction reaction, Page<UserId> users) {}

  public Optional<Detail> detail(
      App app, UserId user, String message, String text, int limit, @Nullable String after) {
    return transactions.read(
        snapshot ->
            visible(snapshot, app, user, message)
                .flatMap(found -> one(snapshot, found.id(), text, user))
                .map(
                    reaction ->
                        new Detail(
                            reaction,
                            reactions.users(snapshot, reaction.message(), text, limit, after))));
  }

  private Optional<Message> visible(Snapshot snapshot, App app, UserId user, String id) {
    return MessageId.parse(id)
        .flatMap(number -> messages.find(snapshot, number))
        .filter(message -> message.app().equals(app.id()))
        .filter(message -> sees(snapshot, user, message));
  }

  private boolean sees(Snapshot snapshot, UserId user, Message message) {
    return switch (message.to()) {
      case Recipient.ToUser(var other) -> other.isSameAs(user) || message.from().isSameAs(user);
      case Recipient.ToGroup(var group) -> groups.member(snapshot, group, user).isPresent();
      // The vendor has no reactions in rooms.
      case Recipient.ToRoom _ -> false;
      case Recipient.ToThread in -> groups.member(snapshot, in.parent(), user).isPresent();
    };
  }

  private void tell(
      Tx tx,
      App app,
      Message message,
      UserId user,
      MessageReactions after,
      String changed,
      String operation,
      Instant now) {
    List<Reaction> all = after.all();
    ArrayNode list = MAPPER.createArrayNode();
    all.forEach(
        reaction ->
            describe(
                list.addObject(),
                reaction.text(),
                reaction.count(),
                reaction.users(),
                reaction.text().equals(changed) ? operation : "",
                user));
    if (after.find(changed).isEmpty()) {
      describe(list.addObject(), changed, 0, List.of(), operation, user);
    }
    boolean withUser = message.to().isUser();
    ArrayNode data = MAPPER.createArrayNode();
    ObjectNode one = data.addObject();
    one.put("messageId", message.id().toString());
    one.put("from", user.value());
    String to = to(message, user);
    one.put("to", to);
    one.put("channel_type", withUser ? "chat" : "groupchat");
    one.put("ts", now.toEpochMilli());
    one.set("reactions", list);
    // Told to the operator's device too: the clients change their messages by this alone.
    writer.post(
        tx,
        conversation(tx, app, message),
        Notice.client("reaction", user, data.toString(), now),
        Origin.SERVER);
    listener.on(
        tx,
        new ReactionChange(app, message, user, operation, to, list.size(), data.toString(), now));
  }

  private static void describe(
      ObjectNode json,
      String text,
      int count,
      List<UserId> users,
      String operation,
      UserId operator) {
    json.put("reaction", text);
    json.put("count", count);
    ArrayNode names = json.putArray("userList");
    users.forEach(user -> names.add(user.value()));
    if (!operation.isEmpty()) {
      ObjectNode done = json.putArray("op").addObject();
      done.put("operator", operator.value());
      done.put("reactionType", operation);
    }
  }

  private static String to(Message message, UserId user) {
    return message.to() instanceof Recipient.ToUser(var other) && other.isSameAs(user)
        ? message.from().value()
        : message.to().id();
  }

  private Conversation conversation(Tx tx, App app, Message message) {
    return switch (message.to()) {
      case Recipient.ToUser(var other) -> timelines.pair(tx, app.id(), message.from(), other);
      case Recipient.ToGroup(var group) -> new Conversation.OfGroup(app.id(), group);
      case Recipient.ToRoom(var room) -> new Conversation.OfRoom(app.id(), room);
      case Recipient.ToThread in -> new Conversation.OfThread(app.id(), in.thread(), in.parent());
    };
  }
}
