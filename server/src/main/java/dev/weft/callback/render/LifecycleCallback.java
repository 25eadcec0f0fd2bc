package dev.weft.callback.render;

import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.OfThread;
import dev.weft.chat.ChatEvent.ThreadCreated;
import dev.weft.chat.ChatEvent.ThreadDeleted;
import dev.weft.chat.ChatEvent.ThreadJoined;
import dev.weft.chat.ChatEvent.ThreadLeft;
import dev.weft.chat.ChatEvent.ThreadRenamed;
import dev.weft.chat.ChatThread;
import java.util.List;

/// Ours, opt-in: a thread was created, renamed, deleted, joined or left. The envelope is the Thread
/// callback's, the operations and fields are those the vendor's web SDK sees (callback contract,
/// 1.4).
final class LifecycleCallback {

  private LifecycleCallback() {}

  static String operation(OfThread event) {
    return switch (event) {
      case ThreadCreated _ -> "create";
      case ThreadRenamed _ -> "update";
      case ThreadDeleted _ -> "delete";
      case ThreadJoined _ -> "join";
      case ThreadLeft left -> left.kicked() ? "kick" : "leave";
    };
  }

  static String json(OfThread event, String eventId, long built, String host) {
    return JsonWriter.object(
        json ->
            json.put("chat_type", "notify")
                .object(
                    "payload",
                    payload ->
                        payload.object("data", data -> data(data, event)).put("type", "thread"))
                .put("host", host)
                .put("appkey", event.app().key().toString())
                .put("from", "admin")
                .put("to", event.thread().group().toString())
                .put("eventType", "chat")
                .put("msg_id", eventId)
                .put("timestamp", built));
  }

  private static void data(JsonWriter json, OfThread event) {
    ChatThread thread = event.thread();
    json.id("msg_parent_id", thread.parentMessage().value())
        .put("name", thread.name())
        .put("from", event.operator().value())
        .id("id", thread.id().value())
        .put("operation", operation(event))
        .put("muc_parent_id", thread.group().toString())
        .put("timestamp", event.at().toEpochMilli());
    switch (event) {
      case ThreadCreated _ -> json.put("create_timestamp", thread.created().toEpochMilli());
      case ThreadJoined joined -> users(json, joined.users());
      case ThreadLeft left -> users(json, left.users());
      case ThreadRenamed _, ThreadDeleted _ -> {}
    }
  }

  private static void users(JsonWriter json, List<UserId> users) {
    json.strings("userIds", users.stream().map(UserId::value).toList());
  }
}
