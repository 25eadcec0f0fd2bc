package dev.weft.gateway;

import dev.weft.chat.Message;
import dev.weft.chat.Place;
import tools.jackson.databind.node.ObjectNode;

/// Parts of a message as JSON, as clients read them (MSYNC, sections 8 to 10).
final class MessageJson {

  private MessageJson() {}

  /// The newest message of a thread: `last_message`.
  static ObjectNode lastMessage(Message message) {
    ObjectNode json = Json.object();
    json.put("id", message.id().toString());
    json.put("from", message.from().value());
    json.put("to", to(message.place()));
    json.put("timestamp", message.sent().toEpochMilli());
    ObjectNode payload = json.putObject("payload");
    payload.putArray("bodies").add(Json.stored(message.content().body()));
    payload.put("from", message.from().value());
    payload.put("to", to(message.place()));
    payload.put("type", message.place() instanceof Place.WithUser ? "chat" : "groupchat");
    payload.set("ext", Json.stored(message.content().ext()));
    payload.set("meta", meta(message));
    return json;
  }

  /// Where a message was sent, as its id.
  static String to(Place place) {
    return switch (place) {
      case Place.WithUser(var user) -> user.value();
      case Place.InGroup(var group) -> group.toString();
      case Place.InRoom(var room) -> room.toString();
      case Place.InThread in -> in.thread().toString();
    };
  }

  /// The invisible part of a message: its thread, and that it was modified. An empty object if
  /// there is nothing.
  static ObjectNode meta(Message message) {
    ObjectNode meta = Json.object();
    if (message.place() instanceof Place.InThread in) {
      ObjectNode thread = meta.putObject("thread");
      thread.put("msg_parent_id", in.parentMessage().toString());
      thread.put("muc_parent_id", in.parent().toString());
      thread.put("thread_name", in.threadName());
    }
    if (message.edits() > 0) {
      meta.set("edit_msg", edit(message));
    }
    return meta;
  }

  /// What was done to a modified message, and by whom.
  static ObjectNode edit(Message message) {
    ObjectNode edit = Json.object();
    edit.put("count", message.edits());
    edit.put(
        "operator",
        message.lastEditor() == null ? message.from().value() : message.lastEditor().value());
    edit.put("edit_time", message.changed().toEpochMilli());
    edit.put("sender", message.from().value());
    edit.put("send_time", message.sent().toEpochMilli());
    edit.put(
        "chat_type",
        switch (message.place()) {
          case Place.WithUser _ -> "chat:user";
          case Place.InGroup _, Place.InThread _ -> "chat:group";
          case Place.InRoom _ -> "chat:room";
        });
    return edit;
  }
}
