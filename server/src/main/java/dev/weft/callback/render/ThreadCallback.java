package dev.weft.callback.render;

import dev.weft.callback.rule.RuleOptions;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ChatThread;
import dev.weft.chat.Content;
import dev.weft.chat.Message;
import dev.weft.chat.Recipient;
import org.jspecify.annotations.Nullable;

/// The Thread callback (callback contract, section 1): the thread as it is after a message in it
/// was sent, recalled or modified.
final class ThreadCallback {

  /// The vendor's one word for all three operations.
  private static final String OPERATION = "update_msg";

  private ThreadCallback() {}

  /// What is not in the event.
  ///
  /// @param eventId the callback's own `msg_id`, not the message's
  /// @param built when it was built; `security` covers this time
  /// @param copyMeta see [RuleOptions#copyMeta]
  record Frame(String eventId, long built, String host, boolean copyMeta) {}

  static String json(OfMessage event, ThreadState state, Frame frame) {
    ChatThread thread = state.thread();
    String appKey = event.app().key().toString();
    return JsonWriter.object(
        json ->
            json.put("chat_type", "notify")
                .object(
                    "payload",
                    payload ->
                        payload
                            .object("data", data -> data(data, event, appKey, state, frame))
                            .put("type", "thread"))
                .put("host", frame.host())
                .put("appkey", appKey)
                .put("from", "admin")
                .put("to", thread.group().toString())
                .put("eventType", "chat")
                .put("msg_id", frame.eventId())
                .put("timestamp", frame.built()));
  }

  private static void data(
      JsonWriter json, OfMessage event, String appKey, ThreadState state, Frame frame) {
    ChatThread thread = state.thread();
    json.id("msg_parent_id", thread.parentMessage().value())
        .put("name", thread.name())
        .put("from", event.operator().value())
        .object("last_message", last -> lastMessage(last, appKey, state.newest(), frame))
        .id("id", thread.id().value())
        .put("message_count", thread.messageCount())
        .put("operation", OPERATION)
        .put("muc_parent_id", thread.group().toString())
        .put("timestamp", event.at().toEpochMilli());
  }

  /// The newest message; nothing at all when the thread has none left.
  private static void lastMessage(
      JsonWriter json, String appKey, @Nullable Message newest, Frame frame) {
    if (newest == null || !(newest.to() instanceof Recipient.ToThread recipient)) {
      return;
    }
    json.object("payload", payload -> threadPayload(payload, newest, recipient));
    if (frame.copyMeta()) {
      meta(json, recipient);
    }
    json.put("from", appKey + "_" + newest.from())
        .id("id", newest.id().value())
        .put("to", appKey + "_" + recipient.thread())
        .put("timestamp", newest.changed().toEpochMilli());
  }

  /// The payload of a message in a thread, here and in its ordinary callback.
  static void threadPayload(JsonWriter json, Message message, Recipient.ToThread recipient) {
    content(json, message.content());
    meta(json, recipient);
    json.put("from", message.from().value())
        .id("to", recipient.thread().value())
        .put("type", "groupchat");
  }

  static JsonWriter content(JsonWriter json, Content content) {
    return json.raw("ext", content.ext()).raw("bodies", "[" + content.body() + "]");
  }

  /// The name is the one the thread had when the message was sent.
  private static void meta(JsonWriter json, Recipient.ToThread recipient) {
    json.object(
        "meta",
        meta ->
            meta.object(
                "thread",
                thread ->
                    thread
                        .id("msg_parent_id", recipient.parentMessage().value())
                        .put("thread_name", recipient.threadName())
                        .put("muc_parent_id", recipient.parent().toString())));
  }
}
