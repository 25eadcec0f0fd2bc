package dev.weft.callback.render;

import dev.weft.chat.ChatEvent.MessageModified;
import dev.weft.chat.ChatEvent.MessageRecalled;
import dev.weft.chat.ChatEvent.MessageSent;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.Content;
import dev.weft.chat.Message;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;

/// The ordinary callbacks of a message: sent, recalled, modified (callback contract, 3.1 to 3.4).
final class MessageCallbacks {

  /// Who the edit callback names when REST edited without a user [vendor, modify page].
  private static final String REST_EDITOR = "easemob_rest_app_admin";

  private MessageCallbacks() {}

  static String sent(MessageSent event, String host) {
    return sent(event, "chat", event.message().to().id(), host);
  }

  /// The same for one receiver who is offline.
  static String offline(MessageSent event, String receiver, String host) {
    return sent(event, "chat_offline", receiver, host);
  }

  private static String sent(MessageSent event, String eventType, String to, String host) {
    Message message = event.message();
    return JsonWriter.object(
        json -> {
          json.put("eventType", eventType)
              .put("chat_type", isSingle(message) ? "chat" : "groupchat")
              .put("content_type", contentType(message));
          putGroup(json, message);
          json.put("from", message.from().value())
              .put("to", to)
              .id("msg_id", message.id().value())
              .object("payload", payload -> payload(payload, message));
          putOrigin(json, event, host);
          json.put("timestamp", event.at().toEpochMilli());
        });
  }

  static String recalled(MessageRecalled event, String eventId, String host) {
    Message message = event.message();
    String recalled = message.id().toString();
    return JsonWriter.object(
        json -> {
          json.put("chat_type", "recall")
              .object(
                  "payload",
                  payload ->
                      payload.raw("ext", "{}").put("ack_message_id", recalled).raw("bodies", "[]"));
          putOrigin(json, event, host);
          json.put("from", event.operator().value()).put("recall_id", recalled);
          putGroup(json, message);
          json.put("to", message.to().id())
              .put("eventType", "chat")
              .put("msg_id", eventId)
              .put("timestamp", event.at().toEpochMilli());
        });
  }

  static String modified(MessageModified event, String eventId, String host) {
    Message message = event.message();
    return JsonWriter.object(
        json -> {
          json.put("eventType", "chat")
              .put("chat_type", "edit")
              .object(
                  "payload",
                  payload -> {
                    payload.id("edit_message_id", message.id().value());
                    ThreadCallback.content(payload, message.content())
                        .object("meta", meta -> meta.object("edit_msg", edit -> edit(edit, event)))
                        .put("from", message.from().value())
                        .put("to", message.to().id())
                        .put("type", "edit");
                  });
          putOrigin(json, event, host);
          json.put("from", message.from().value())
              .put("to", message.to().id())
              .put("msg_id", eventId)
              .put("timestamp", event.at().toEpochMilli());
        });
  }

  private static void edit(JsonWriter json, MessageModified event) {
    Message message = event.message();
    json.put("chat_type", chat(message))
        .put("send_time", message.sent().toEpochMilli())
        .put("edit_time", message.changed().toEpochMilli())
        .put("sender", message.from().value())
        .put("count", message.edits())
        .put("operator", event.operatorGiven() ? event.operator().value() : REST_EDITOR);
  }

  private static void payload(JsonWriter json, Message message) {
    switch (message.to()) {
      case Recipient.ToThread recipient -> ThreadCallback.threadPayload(json, message, recipient);
      case Recipient.ToGroup _, Recipient.ToRoom _, Recipient.ToUser _ ->
          ThreadCallback.content(json, message.content())
              .put("from", message.from().value())
              .put("to", message.to().id())
              .put("type", isSingle(message) ? "chat" : "groupchat");
    }
  }

  private static void putGroup(JsonWriter json, Message message) {
    if (!isSingle(message)) {
      json.put("group_id", message.to().id());
    }
  }

  private static void putOrigin(JsonWriter json, OfMessage event, String host) {
    json.put("host", host).put("appkey", event.app().key().toString());
  }

  private static boolean isSingle(Message message) {
    return message.to().isUser();
  }

  private static String contentType(Message message) {
    return chat(message)
        + ":"
        + (isCombined(message.content()) ? "txt" : message.content().type().contentType());
  }

  private static String chat(Message message) {
    return switch (message.to()) {
      case Recipient.ToUser _ -> "chat:user";
      case Recipient.ToGroup _, Recipient.ToThread _ -> "chat:group";
      case Recipient.ToRoom _ -> "chat:room";
    };
  }

  /// Combined messages are texts with a subtype (callback contract, 3.2).
  private static boolean isCombined(Content content) {
    return content.type() == MessageType.TXT
        && content.body().contains("\"subType\":\"sub_combine\"");
  }
}
