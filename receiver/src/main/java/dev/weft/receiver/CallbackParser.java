package dev.weft.receiver;

import org.jspecify.annotations.Nullable;

/// Tells callbacks apart: first by `event`, then by `chat_type`, then by what only one kind has.
final class CallbackParser {

  private CallbackParser() {}

  static Callback parse(Json body) {
    Envelope envelope = Envelope.read(body);
    Callback known = known(envelope);
    return known == null ? new UnknownCallback(envelope) : known;
  }

  private static @Nullable Callback known(Envelope envelope) {
    Json body = envelope.body();
    if ("group_op_event".equals(body.get("event").text())) {
      return GroupCallback.read(envelope);
    }
    String chatType = envelope.chatType();
    if (chatType == null) {
      return body.get("user").isMissing() || body.get("status").isMissing()
          ? null
          : UserStatusCallback.read(envelope);
    }
    return switch (chatType) {
      case "notify" -> notification(envelope);
      case "chat", "group", "groupchat", "chatroom" -> MessageCallback.read(envelope);
      case "recall" -> RecallCallback.read(envelope);
      case "edit" -> EditCallback.read(envelope);
      case "read_ack" -> ReadAckCallback.read(envelope);
      case "channel_ack" -> ConversationAckCallback.read(envelope);
      case "muc" -> MucCallback.read(envelope);
      default -> null;
    };
  }

  private static @Nullable Callback notification(Envelope envelope) {
    Json payload = envelope.body().get("payload");
    Json data = payload.get("data");
    return switch (payload.get("type").text("")) {
      case "thread" ->
          "update_msg".equals(data.get("operation").text())
              ? ThreadCallback.read(envelope, data)
              : ThreadLifecycleCallback.read(envelope, data);
      case "reaction" -> ReactionCallback.read(envelope, data);
      default -> null;
    };
  }
}
