package dev.weft.web.client;

import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import dev.weft.web.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.RawValue;

/// Messages in JSON, as clients read them in lists.
final class MessageView {

  private MessageView() {}

  /// With the payload as a text of JSON: so the vendor's lists have it.
  static Map<String, Object> ofText(Message message) {
    Map<String, Object> view = head(message);
    view.put("payload", Json.text(payload(message)));
    return view;
  }

  private static Map<String, Object> head(Message message) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", message.id().toString());
    head.put("from", message.from().value());
    head.put("to", message.to().id());
    head.put("timestamp", message.sent().toEpochMilli());
    return head;
  }

  private static Map<String, Object> payload(Message message) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("bodies", List.of(new RawValue(message.content().body())));
    payload.put("from", message.from().value());
    payload.put("to", message.to().id());
    payload.put("type", message.to().isUser() ? "chat" : "groupchat");
    payload.put("ext", new RawValue(message.content().ext()));
    payload.put("meta", meta(message));
    return payload;
  }

  private static Map<String, Object> meta(Message message) {
    Map<String, Object> meta = new LinkedHashMap<>();
    if (message.to() instanceof Recipient.ToThread in) {
      meta.put(
          "thread",
          Map.of(
              "msg_parent_id",
              in.parentMessage().toString(),
              "muc_parent_id",
              in.parent().toString(),
              "thread_name",
              in.threadName()));
    }
    return meta;
  }
}
