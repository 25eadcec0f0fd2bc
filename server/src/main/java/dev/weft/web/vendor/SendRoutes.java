package dev.weft.web.vendor;

import static dev.weft.web.vendor.MessageBodies.empty;
import static dev.weft.web.vendor.MessageBodies.sendError;

import dev.weft.app.UserId;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.GroupId;
import dev.weft.chat.MessageId;
import dev.weft.chat.MessageType;
import dev.weft.chat.Origin;
import dev.weft.chat.SendOptions;
import dev.weft.chat.message.Messages;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import dev.weft.web.api.JsonBody;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import dev.weft.web.api.VendorException;
import dev.weft.web.api.limit.CallRates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sending messages over REST (REST contract, sections 5.1 and 5.2). A thread is sent to like a
/// group: its id stands in `to`.
public final class SendRoutes {

  private static final int MAX_GROUPS = 3;
  private static final int MAX_ROOMS = 10;
  private static final int MAX_USERS = 600;

  private static final Rate GROUP_CALLS = Rate.of("message-group", 20);
  private static final Rate GROUP_MESSAGES = Rate.of("message-group-targets", 20);
  private static final Rate ROOM_CALLS = Rate.of("message-room");
  private static final Rate ROOM_MESSAGES = Rate.of("message-room-targets");
  private static final Rate USER_CALLS = Rate.of("message-user");

  /// The vendor's limit is 6,000 messages a minute.
  private static final Rate USER_MESSAGES = Rate.of("message-user-targets", 100);

  private final Messages chat;
  private final Function<SendOptions, Origin> origins;
  private final CallRates rates;

  /// @param origins what messages that are sent with options are kept with
  public SendRoutes(Messages chat, Function<SendOptions, Origin> origins, CallRates rates) {
    this.chat = chat;
    this.origins = origins;
    this.rates = rates;
  }

  public void addTo(Routes routes) {
    routes
        .add("POST", "/messages/chatgroups", GROUP_CALLS, this::sendToGroups)
        .add("POST", "/messages/chatgroups/users", GROUP_CALLS, this::sendToSomeOfGroup)
        .add("POST", "/messages/chatrooms", ROOM_CALLS, this::sendToRooms)
        .add("POST", "/messages/chatrooms/users", ROOM_CALLS, this::sendToSomeOfRoom)
        .add("POST", "/messages/users", USER_CALLS, this::sendToUsers)
        .add("POST", "/messages", USER_CALLS, this::sendAsBefore)
        .add("POST", "/chatroom/{}/messages", ROOM_CALLS, this::sendToRoomAsBefore);
  }

  private Answer sendToGroups(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    List<String> to = targets(body, "to", MAX_GROUPS);
    Content content = content(body);
    Origin origin = origins.apply(SendOptionsBody.ofGroups(body));
    allow(call, GROUP_MESSAGES, to.size());
    return Envelope.data(call, toGroups(call, from, to, content, origin));
  }

  private Answer sendToRooms(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    List<String> to = targets(body, "to", MAX_ROOMS);
    Content content = content(body);
    Origin origin = origins.apply(SendOptionsBody.ofRooms(body));
    allow(call, ROOM_MESSAGES, to.size());
    return Envelope.data(call, toRooms(call, from, to, content, origin));
  }

  private Answer sendToSomeOfGroup(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    List<String> to = targets(body, "to", MAX_GROUPS);
    Content content = content(body);
    Origin origin = origins.apply(SendOptionsBody.ofSome(body));
    allow(call, GROUP_MESSAGES, to.size());
    return Envelope.data(call, toGroups(call, from, to, content, origin));
  }

  private Answer sendToSomeOfRoom(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    List<String> to = targets(body, "to", MAX_ROOMS);
    Content content = content(body);
    Origin origin = origins.apply(SendOptionsBody.ofSomeInRoom(body));
    allow(call, ROOM_MESSAGES, to.size());
    return Envelope.data(call, toRooms(call, from, to, content, origin));
  }

  private Answer sendToUsers(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    List<String> to = targets(body, "to", MAX_USERS);
    Content content = content(body);
    Origin origin = origins.apply(SendOptionsBody.ofUsers(body, from));
    allow(call, USER_MESSAGES, to.size());
    return Envelope.data(call, toUsers(call, from, to, content, origin));
  }

  /// The older form, which the official v1 SDK still sends: the targets in `target`, their kind in
  /// `target_type`, the body in `msg` with its type inside. Without `useMsgId=true` the answer says
  /// `success` in place of ids.
  private Answer sendAsBefore(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    String kind = body.text("target_type").orElse("");
    Content content = contentAsBefore(body);
    Map<String, String> data =
        switch (kind) {
          case "users" ->
              toUsers(
                  call,
                  from,
                  targets(body, "target", MAX_USERS),
                  content,
                  origins.apply(SendOptionsBody.ofUsers(body, from)));
          case "chatgroups" ->
              toGroups(
                  call,
                  from,
                  targets(body, "target", MAX_USERS),
                  content,
                  origins.apply(SendOptionsBody.ofGroups(body)));
          case "chatrooms" ->
              toRooms(
                  call,
                  from,
                  targets(body, "target", MAX_USERS),
                  content,
                  origins.apply(SendOptionsBody.ofRooms(body)));
          case "" -> throw empty("target_type");
          default -> throw sendError("param target_type is illegal");
        };
    return answeredAsBefore(call, data);
  }

  private static Answer answeredAsBefore(Call call, Map<String, String> data) {
    boolean withIds = call.query().text("useMsgId").orElse("").equals("true");
    if (!withIds) {
      data.replaceAll((_, _) -> "success");
    }
    return Envelope.data(call, data);
  }

  /// The older form with the chat room in the path, as the v1 SDK calls it. The room of the path
  /// counts, the `target` of the body does not. `isLarge` has no effect: there it chooses how
  /// messages are spread over many members, here all rooms are served the same way.
  private Answer sendToRoomAsBefore(Call call) {
    JsonBody body = call.json();
    UserId from = from(call, body);
    Content content = contentAsBefore(body);
    Origin origin = origins.apply(SendOptionsBody.ofRooms(body));
    allow(call, ROOM_MESSAGES, 1);
    return answeredAsBefore(call, toRooms(call, from, List.of(call.parameter(0)), content, origin));
  }

  static UserId from(Call call, JsonBody body) {
    UserId from = body.id("from").map(UserId::new).orElseGet(call.actor()::user);
    if (from.value().isEmpty()) {
      throw empty("from");
    }
    return from;
  }

  private static List<String> targets(JsonBody body, String name, int limit) {
    List<String> targets =
        body.ids(name).orElseThrow(() -> empty(name)).stream().distinct().toList();
    if (targets.isEmpty() || targets.contains("")) {
      throw empty(name);
    }
    if (targets.size() > limit) {
      throw sendError("params " + name + "'s size can't exceed limit " + limit);
    }
    return targets;
  }

  static Content content(JsonBody body) {
    MessageType type = type(body);
    JsonNode node = body.node("body").orElseThrow(() -> empty("body"));
    if (!(node instanceof ObjectNode object) || object.isEmpty()) {
      throw empty("body");
    }
    return MessageBodies.content(type, new JsonBody(object, Errors::invalidBody), ext(body));
  }

  /// The content of the older form: the body in `msg`, with its type inside. The v1 SDK calls a
  /// text `text` where it imports.
  static Content contentAsBefore(JsonBody body) {
    JsonBody message = body.object("msg").orElseThrow(() -> empty("msg"));
    boolean isText = message.text("type").filter("text"::equals).isPresent();
    return MessageBodies.content(isText ? MessageType.TXT : type(message), message, ext(body));
  }

  private static MessageType type(JsonBody body) {
    String name =
        body.text("type").filter(text -> !text.isEmpty()).orElseThrow(() -> empty("type"));
    return MessageType.of(name).orElseThrow(() -> sendError("param type is illegal"));
  }

  private static String ext(JsonBody body) {
    if (!body.has("ext")) {
      return Content.NO_EXT;
    }
    if (body.fields().get("ext") instanceof ObjectNode ext) {
      return Json.text(ext);
    }
    throw sendError("param ext must be JSONObject");
  }

  private void allow(Call call, Rate rate, int messages) {
    if (!rates.allows(call.app().id(), rate, messages)) {
      throw new VendorException(
          403, "message_send_error", "MessageSendException", "message send reach limit");
    }
  }

  /// Sends to groups and threads. What cannot be an id gets one of a message, as an unknown group
  /// does.
  private Map<String, String> toGroups(
      Call call, UserId from, List<String> to, Content content, Origin origin) {
    Map<String, String> data = LinkedHashMap.newLinkedHashMap(to.size());
    List<ConversationId> targets = new ArrayList<>(to.size());
    for (String target : to) {
      Optional<ConversationId> known = ConversationId.parse(call.app().id(), target);
      data.put(target, known.isPresent() ? "" : chat.nowhere(call.app(), target).toString());
      known.filter(id -> !targets.contains(id)).ifPresent(targets::add);
    }
    if (!targets.isEmpty()) {
      Map<ConversationId, MessageId> sent =
          chat.sendToGroups(call.app(), call.actor(), from, targets, content, origin);
      data.replaceAll(
          (target, id) ->
              ConversationId.parse(call.app().id(), target)
                  .map(sent::get)
                  .map(MessageId::toString)
                  .orElse(id));
    }
    return data;
  }

  /// Sends to chat rooms. What cannot be an id gets one of a message, as an unknown room does.
  private Map<String, String> toRooms(
      Call call, UserId from, List<String> to, Content content, Origin origin) {
    Map<String, String> data = LinkedHashMap.newLinkedHashMap(to.size());
    List<GroupId> rooms = new ArrayList<>(to.size());
    for (String target : to) {
      Optional<GroupId> known = GroupId.parse(call.app().id(), target);
      data.put(target, known.isPresent() ? "" : chat.nowhere(call.app(), target).toString());
      known.filter(id -> !rooms.contains(id)).ifPresent(rooms::add);
    }
    if (!rooms.isEmpty()) {
      Map<GroupId, MessageId> sent =
          chat.sendToRooms(call.app(), call.actor(), from, rooms, content, origin);
      data.replaceAll(
          (target, id) ->
              GroupId.parse(call.app().id(), target)
                  .map(sent::get)
                  .map(MessageId::toString)
                  .orElse(id));
    }
    return data;
  }

  private Map<String, String> toUsers(
      Call call, UserId from, List<String> to, Content content, Origin origin) {
    List<UserId> users = to.stream().map(UserId::of).distinct().toList();
    Map<UserId, MessageId> sent =
        chat.sendToUsers(call.app(), call.actor(), from, users, content, origin);
    Map<String, String> data = LinkedHashMap.newLinkedHashMap(to.size());
    for (String target : to) {
      data.put(target, Objects.requireNonNull(sent.get(UserId.of(target))).toString());
    }
    return data;
  }
}
