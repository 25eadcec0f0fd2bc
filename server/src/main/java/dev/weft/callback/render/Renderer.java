package dev.weft.callback.render;

import dev.weft.app.UserId;
import dev.weft.callback.event.Callback;
import dev.weft.callback.event.CallbackText;
import dev.weft.callback.event.CallbackText.Security;
import dev.weft.callback.event.EventFacts;
import dev.weft.callback.event.EventKind;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.OfThread;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.ReactionChange;
import dev.weft.chat.client.ClientEvent;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientEvent.MessageRead;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.client.SendCheck;
import dev.weft.delivery.CallId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes callbacks of the events of chat.
public final class Renderer {

  private final Ids ids;
  private final Clock clock;
  private final String host;

  /// @param host name of this node, the `host` of callbacks
  public Renderer(Ids ids, Clock clock, String host) {
    this.ids = ids;
    this.clock = clock;
    this.host = host;
  }

  /// The callbacks an event can give, in the order they leave: the ordinary one first. They share
  /// their facts; none of them is written yet.
  public List<Callback> callbacks(ChatEvent event) {
    EventFacts facts = EventFacts.of(event);
    return switch (event) {
      case MessageSent sent when !sent.source().isCalledBack() -> List.of();
      case ChatEvent.MessageStreamed _ -> List.of();
      case MessageSent sent -> ofMessage(EventKind.MESSAGE, facts, sent);
      case MessageRecalled recalled -> ofMessage(EventKind.RECALL, facts, recalled);
      case MessageModified modified -> ofMessage(EventKind.EDIT, facts, modified);
      case OfThread of ->
          List.of(callback(EventKind.THREAD_LIFECYCLE, facts, of, () -> lifecycle(of)));
      case OfGroup of -> ofGroup(facts, of);
      case RoomSuperAdminsChanged of ->
          List.of(callback(EventKind.GROUP, facts, of, () -> superAdmins(of)));
    };
  }

  private List<Callback> ofMessage(EventKind ordinary, EventFacts facts, OfMessage event) {
    Callback plain = callback(ordinary, facts, event, () -> ordinary(event));
    @Nullable ThreadState state = event.thread();
    return state == null ? List.of(plain) : List.of(plain, threadCallback(facts, event, state));
  }

  /// The newer generation first.
  private List<Callback> ofGroup(EventFacts facts, OfGroup event) {
    List<Callback> callbacks = new ArrayList<>();
    if (GroupCallback.tellsOf(event)) {
      callbacks.add(callback(EventKind.GROUP, facts, event, () -> group(event)));
    }
    for (MucCallback.Notice notice : MucCallback.of(event)) {
      callbacks.add(callback(EventKind.MUC, facts, event, () -> muc(event, notice)));
    }
    return callbacks;
  }

  private CallbackText muc(OfGroup event, MucCallback.Notice notice) {
    String group = event.group().id().toString();
    String id = ids.nextMessage().toString();
    return new CallbackText(
        callId(event, id),
        notice.operation(),
        group,
        0,
        group,
        event.at().toEpochMilli(),
        Security.WITHOUT_VERSION,
        MucCallback.json(event, notice, id, host));
  }

  /// The Thread callback of a message.
  public Callback threadCallback(OfMessage event, ThreadState state) {
    return threadCallback(EventFacts.of(event), event, state);
  }

  private Callback threadCallback(EventFacts facts, OfMessage event, ThreadState state) {
    return callback(EventKind.THREAD, facts, event, new ThreadWriter(event, state));
  }

  /// The callback of a reaction, in the lane of the message it is for.
  public Callback reaction(ReactionChange change) {
    return new Callback(
        change.app().id(),
        EventKind.REACTION,
        ReactionCallback.facts(change),
        change.at(),
        () -> reactionText(change));
  }

  /// The callback of what a client did. What concerns two users is in the lane of their messages;
  /// the sessions of one user are in one of their own.
  public Callback client(ClientEvent event) {
    EventFacts facts = EventFacts.ofClient(event);
    EventKind kind =
        switch (event) {
          case SessionChanged _ -> EventKind.USER_STATUS;
          case ContactChanged _ -> EventKind.CONTACT;
          case MessageRead read ->
              read.wholeConversation() ? EventKind.CHANNEL_ACK : EventKind.READ_ACK;
          case KeywordsFound _ -> EventKind.KEYWORD_ALERT;
        };
    return new Callback(event.app().id(), kind, facts, event.at(), () -> clientText(event));
  }

  private CallbackText clientText(ClientEvent event) {
    String id = ids.nextMessage().toString();
    String operator = event.operator().value();
    return switch (event) {
      case SessionChanged changed ->
          new CallbackText(
              new CallId(event.app().key() + "_" + UUID.randomUUID()),
              ClientCallbacks.reason(changed.change()),
              "status " + operator,
              0,
              operator,
              event.at().toEpochMilli(),
              Security.WITHOUT_VERSION,
              ClientCallbacks.session(changed, host));
      case ContactChanged changed ->
          new CallbackText(
              new CallId(event.app().key() + "_" + id),
              ClientCallbacks.operation(changed.change()),
              pair(operator, changed.other().value()),
              0,
              operator,
              event.at().toEpochMilli(),
              Security.WITHOUT_VERSION,
              ClientCallbacks.contact(changed, id, host));
      case MessageRead read ->
          new CallbackText(
              new CallId(event.app().key() + "_" + id),
              "read",
              read.inGroup() ? read.to() : pair(operator, read.to()),
              0,
              Long.toString(read.message()),
              event.at().toEpochMilli(),
              Security.WITHOUT_VERSION,
              ClientCallbacks.read(read, id, host));
      case KeywordsFound found ->
          new CallbackText(
              new CallId(event.app().key() + "_" + UUID.randomUUID()),
              found.replaced() ? "replace" : "refuse",
              found.place() == SendCheck.Place.CHAT ? pair(operator, found.to()) : found.to(),
              0,
              operator,
              event.at().toEpochMilli(),
              Security.WITHOUT_VERSION,
              ClientCallbacks.keywords(found, host));
    };
  }

  /// The callbacks of a message for those who are offline, one for each.
  public List<Callback> offline(MessageSent event, List<UserId> receivers) {
    EventFacts facts = EventFacts.of(event);
    return receivers.stream()
        .map(
            receiver ->
                callback(EventKind.CHAT_OFFLINE, facts, event, () -> offlineText(event, receiver)))
        .toList();
  }

  /// Receivers of callbacks recognize a repeated one by its callId, so each has its own.
  private CallbackText offlineText(MessageSent event, UserId receiver) {
    return new CallbackText(
        new CallId(event.app().key() + "_" + UUID.randomUUID()),
        "offline",
        conversation(event.message()),
        0,
        event.message().id().toString(),
        event.at().toEpochMilli(),
        Security.FULL,
        MessageCallbacks.offline(event, receiver.value(), host));
  }

  private CallbackText reactionText(ReactionChange change) {
    String id = ids.nextMessage().toString();
    return new CallbackText(
        new CallId(change.app().key() + "_" + id),
        change.operation(),
        conversation(change.message()),
        0,
        change.message().id().toString(),
        change.at().toEpochMilli(),
        Security.OPTIONAL,
        ReactionCallback.json(change, id, host));
  }

  private static Callback callback(
      EventKind kind, EventFacts facts, ChatEvent event, Callback.Writer writer) {
    return new Callback(event.app().id(), kind, facts, event.at(), writer);
  }

  private CallbackText ordinary(OfMessage event) {
    return switch (event) {
      case MessageSent sent ->
          ordinary(event, sent.message().id().toString(), MessageCallbacks.sent(sent, host));
      case MessageRecalled recalled -> {
        String id = ids.nextMessage().toString();
        yield ordinary(event, id, MessageCallbacks.recalled(recalled, id, host));
      }
      case MessageModified modified -> {
        String id = ids.nextMessage().toString();
        yield ordinary(event, id, MessageCallbacks.modified(modified, id, host));
      }
    };
  }

  private static CallbackText ordinary(OfMessage event, String eventId, String json) {
    return new CallbackText(
        callId(event, eventId),
        operation(event),
        conversation(event.message()),
        0,
        event.message().id().toString(),
        event.at().toEpochMilli(),
        Security.FULL,
        json);
  }

  /// The Thread callback: the same text with `meta` copied has the same id and time.
  private final class ThreadWriter implements Callback.Writer {
    private final OfMessage event;
    private final ThreadState state;

    ThreadWriter(OfMessage event, ThreadState state) {
      this.event = event;
      this.state = state;
    }

    @Override
    public CallbackText write() {
      String id = ids.nextMessage().toString();
      long built = Math.max(clock.millis(), event.at().toEpochMilli());
      return new CallbackText(
          callId(event, id),
          operation(event),
          state.thread().id().toString(),
          state.thread().sequence(),
          event.message().id().toString(),
          built,
          Security.OPTIONAL,
          json(id, built, false));
    }

    @Override
    public CallbackText withCopiedMeta(CallbackText plain) {
      String callId = plain.callId().value();
      String id = callId.substring(callId.lastIndexOf('_') + 1);
      return plain.withJson(json(id, plain.timestamp(), true));
    }

    private String json(String id, long built, boolean copyMeta) {
      return ThreadCallback.json(event, state, new ThreadCallback.Frame(id, built, host, copyMeta));
    }
  }

  private CallbackText lifecycle(OfThread event) {
    String id = ids.nextMessage().toString();
    long built = Math.max(clock.millis(), event.at().toEpochMilli());
    String thread = event.thread().id().toString();
    return new CallbackText(
        callId(event, id),
        LifecycleCallback.operation(event),
        thread,
        0,
        thread,
        built,
        Security.OPTIONAL,
        LifecycleCallback.json(event, id, built, host));
  }

  private static CallbackText group(OfGroup event) {
    String group = event.group().id().toString();
    return new CallbackText(
        new CallId(event.app().key() + "_" + UUID.randomUUID()),
        GroupCallback.operation(event).toLowerCase(Locale.ROOT),
        group,
        0,
        group,
        event.at().toEpochMilli(),
        Security.WITHOUT_VERSION,
        GroupCallback.json(event));
  }

  private static CallbackText superAdmins(RoomSuperAdminsChanged event) {
    return new CallbackText(
        new CallId(event.app().key() + "_" + UUID.randomUUID()),
        GroupCallback.SUPER_ADMIN.toLowerCase(Locale.ROOT),
        "",
        0,
        "",
        event.at().toEpochMilli(),
        Security.WITHOUT_VERSION,
        GroupCallback.json(event));
  }

  private static CallId callId(ChatEvent event, String eventId) {
    return new CallId(event.app().key() + "_" + eventId);
  }

  private static String operation(OfMessage event) {
    return switch (event) {
      case MessageSent _ -> "send";
      case MessageRecalled _ -> "recall";
      case MessageModified _ -> "modify";
    };
  }

  private static String conversation(Message message) {
    String to = message.to().id();
    return message.to().isUser() ? pair(message.from().value(), to) : to;
  }

  /// Both directions of a single chat are one conversation.
  private static String pair(String one, String other) {
    return one.compareTo(other) <= 0 ? one + " " + other : other + " " + one;
  }
}
