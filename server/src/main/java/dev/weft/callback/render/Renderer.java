package dev.weft.callback.render;

import dev.weft.callback.event.EventKind;
import dev.weft.callback.render.RenderedCallback.Shape;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.OfThread;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Ids;
import dev.weft.chat.Message;
import dev.weft.chat.Place;
import dev.weft.delivery.CallId;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns an event into the callbacks that tell of it.
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

  /// The callbacks an event can give, in the order they leave: the ordinary one first.
  public static List<EventKind> kindsOf(ChatEvent event) {
    return switch (event) {
      case MessageSent(_, _, var thread, _, _) -> withThread(EventKind.MESSAGE, thread);
      case MessageRecalled(_, _, var thread, _, _, _, _, _) -> withThread(EventKind.RECALL, thread);
      case MessageModified(_, _, var thread, _, _, _, _, _) -> withThread(EventKind.EDIT, thread);
      case OfThread _ -> List.of(EventKind.THREAD_LIFECYCLE);
      case OfGroup _ -> List.of(EventKind.GROUP);
    };
  }

  private static List<EventKind> withThread(EventKind ordinary, @Nullable ThreadState thread) {
    return thread == null ? List.of(ordinary) : List.of(ordinary, EventKind.THREAD);
  }

  /// The callback of `kind` that tells of `event`.
  public RenderedCallback rendered(EventKind kind, ChatEvent event) {
    return switch (event) {
      case OfMessage of -> ofMessage(kind, of);
      case OfThread of -> lifecycle(of);
      case OfGroup of -> group(of);
    };
  }

  private RenderedCallback ofMessage(EventKind kind, OfMessage event) {
    @Nullable ThreadState state = event.thread();
    if (kind == EventKind.THREAD && state != null) {
      return thread(event, state);
    }
    long at = event.at().toEpochMilli();
    return switch (event) {
      case MessageSent sent -> {
        String id = sent.message().id().toString();
        String json = MessageCallbacks.sent(sent, host);
        yield ordinary(kind, event, id, at, json);
      }
      case MessageRecalled recalled -> {
        String id = ids.nextMessage().toString();
        String json = MessageCallbacks.recalled(recalled, id, host);
        yield ordinary(kind, event, id, at, json);
      }
      case MessageModified modified -> {
        String id = ids.nextMessage().toString();
        String json = MessageCallbacks.modified(modified, id, host);
        yield ordinary(kind, event, id, at, json);
      }
    };
  }

  private static RenderedCallback ordinary(
      EventKind kind, OfMessage event, String eventId, long timestamp, String json) {
    return new RenderedCallback(
        kind,
        callId(event, eventId),
        operation(event),
        conversation(event.message()),
        0,
        event.message().id().toString(),
        timestamp,
        Shape.FULL,
        json);
  }

  private RenderedCallback thread(OfMessage event, ThreadState state) {
    String id = ids.nextMessage().toString();
    long built = Math.max(clock.millis(), event.at().toEpochMilli());
    String json =
        ThreadCallback.json(event, state, new ThreadCallback.Frame(id, built, host, false));
    return new RenderedCallback(
        EventKind.THREAD,
        callId(event, id),
        operation(event),
        state.thread().id().toString(),
        state.thread().sequence(),
        event.message().id().toString(),
        built,
        Shape.FULL,
        json);
  }

  /// The same Thread callback as `draft` for rules that want `meta` copied.
  public RenderedCallback withCopiedMeta(
      RenderedCallback rendered, OfMessage event, ThreadState state) {
    String callId = rendered.callId().value();
    String id = callId.substring(callId.lastIndexOf('_') + 1);
    return rendered.withJson(
        ThreadCallback.json(
            event, state, new ThreadCallback.Frame(id, rendered.timestamp(), host, true)));
  }

  private RenderedCallback lifecycle(OfThread event) {
    String id = ids.nextMessage().toString();
    long built = Math.max(clock.millis(), event.at().toEpochMilli());
    ChatThread thread = event.thread();
    return new RenderedCallback(
        EventKind.THREAD_LIFECYCLE,
        callId(event, id),
        LifecycleCallback.operation(event),
        thread.id().toString(),
        0,
        thread.id().toString(),
        built,
        Shape.FULL,
        LifecycleCallback.json(event, id, built, host));
  }

  private static RenderedCallback group(OfGroup event) {
    String group = event.group().id().toString();
    return new RenderedCallback(
        EventKind.GROUP,
        new CallId(event.app().key() + "_" + UUID.randomUUID()),
        GroupCallback.operation(event).toLowerCase(java.util.Locale.ROOT),
        group,
        0,
        group,
        event.at().toEpochMilli(),
        Shape.WITHOUT_VERSION,
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
    return switch (message.place()) {
      case Place.InThread in -> in.thread().toString();
      case Place.InGroup(var group) -> group.toString();
      case Place.WithUser(var user) -> pair(message.from().value(), user.value());
    };
  }

  /// Both directions of a single chat are one conversation.
  private static String pair(String one, String other) {
    return one.compareTo(other) <= 0 ? one + " " + other : other + " " + one;
  }
}
