package dev.weft.receiver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What callbacks have in common, as far as the sender filled it in, and the whole body as it came.
public record Envelope(
    @Nullable CallId callId,
    @Nullable AppKey appKey,
    @Nullable String eventType,
    @Nullable String chatType,
    @Nullable Instant timestamp,
    @Nullable String host,
    @Nullable MessageId msgId,
    @Nullable UserId from,
    @Nullable String to,
    Json body) {

  static Envelope read(Json body) {
    Field field = new Field(body);
    String appKeyText = field.text("appkey");
    AppKey appKey = appKeyText == null ? null : new AppKey(appKeyText);
    return new Envelope(
        field.map("callId", CallId::new),
        appKey,
        field.text("eventType"),
        field.text("chat_type"),
        field.instant("timestamp"),
        field.text("host"),
        field.messageId("msg_id"),
        field.map("from", text -> UserId.bare(text, appKey)),
        field.text("to"),
        body);
  }

  /// One call per offline member; all of them share the call id.
  boolean isOffline() {
    return "chat_offline".equals(eventType);
  }
}
