package dev.weft.gateway.meta;

import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Parts of a message as JSON, as clients read them (MSYNC, sections 8 to 10).
public final class MessageJson {

  private MessageJson() {}

  /// The newest message of a thread: `last_message`.
  public static ObjectNode lastMessage(Message message) {
    ObjectNode json = Json.object();
    json.put("id", message.id().toString());
    json.put("from", message.from().value());
    json.put("to", message.to().id());
    json.put("timestamp", message.sent().toEpochMilli());
    ObjectNode payload = json.putObject("payload");
    payload.putArray("bodies").add(Json.stored(message.content().body()));
    JsonNode stream = Json.stored(message.content().body()).path("stream");
    if (stream.isObject()) {
      payload.set("stream", stream);
    }
    payload.put("from", message.from().value());
    payload.put("to", message.to().id());
    payload.put("type", message.to().isUser() ? "chat" : "groupchat");
    payload.set("ext", Json.stored(message.content().ext()));
    payload.set("meta", meta(message));
    return json;
  }

  /// The invisible part of a message: its thread, and that it was modified. An empty object if
  /// there is nothing.
  public static ObjectNode meta(Message message) {
    ObjectNode meta = Json.object();
    if (message.to() instanceof Recipient.ToThread in) {
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
  public static ObjectNode edit(Message message) {
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
        switch (message.to()) {
          case Recipient.ToUser _ -> "chat:user";
          case Recipient.ToGroup _, Recipient.ToThread _ -> "chat:group";
          case Recipient.ToRoom _ -> "chat:room";
        });
    return edit;
  }
}
