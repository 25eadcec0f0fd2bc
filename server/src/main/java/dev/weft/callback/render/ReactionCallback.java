package dev.weft.callback.render;

import dev.weft.app.UserId;
import dev.weft.callback.event.EventFacts;
import dev.weft.chat.ReactionChange;

/// The callback of a reaction (callback contract, 3.5).
final class ReactionCallback {

  private ReactionCallback() {}

  /// Its filters look at who reacts, and at the message reacted to. No filter by source applies.
  static EventFacts facts(ReactionChange change) {
    return EventFacts.ofReaction(change.operator(), change.to(), change.message());
  }

  static String json(ReactionChange change, String eventId, String host) {
    UserId operator = change.operator();
    String channel = change.message().to().isUser() ? "chat" : "groupchat";
    return JsonWriter.object(
        json ->
            json.put("chat_type", "notify")
                .object(
                    "payload",
                    payload ->
                        payload
                            .raw("data", change.data())
                            .put("num", change.reactions())
                            .put("channel_type", channel)
                            .put("type", "reaction"))
                .put("host", host)
                .put("appkey", change.app().key().toString())
                .put("from", operator.value())
                .put("to", change.to())
                .put("eventType", "chat")
                .put("msg_id", eventId)
                .put("timestamp", change.at().toEpochMilli()));
  }
}
