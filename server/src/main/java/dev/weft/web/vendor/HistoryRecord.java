package dev.weft.web.vendor;

import dev.weft.chat.Message;
import dev.weft.web.api.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.RawValue;

/// One line of a history file, in the order of the vendor's example. A thread is addressed like a
/// group: its id is the receiver.
final class HistoryRecord {

  private HistoryRecord() {}

  static byte[] line(Message message) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(Json.utf8(fields(message)));
    line.write('\n');
    return line.toByteArray();
  }

  static Map<String, Object> fields(Message message) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("bodies", List.of(new RawValue(message.content().body())));
    payload.put("ext", new RawValue(message.content().ext()));
    payload.put("from", message.from().value());
    payload.put("to", message.to().id());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("msg_id", message.id().toString());
    fields.put("timestamp", message.sent().toEpochMilli());
    fields.put("direction", "outgoing");
    fields.put("to", message.to().id());
    fields.put("from", message.from().value());
    fields.put("chat_type", message.to().isUser() ? "chat" : "groupchat");
    fields.put("payload", payload);
    return fields;
  }
}
