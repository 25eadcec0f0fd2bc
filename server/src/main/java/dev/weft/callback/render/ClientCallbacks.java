package dev.weft.callback.render;

import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.client.ClientEvent.ContactChange;
import dev.weft.chat.client.ClientEvent.ContactChanged;
import dev.weft.chat.client.ClientEvent.KeywordsFound;
import dev.weft.chat.client.ClientEvent.MessageRead;
import dev.weft.chat.client.ClientEvent.SessionChange;
import dev.weft.chat.client.ClientEvent.SessionChanged;
import dev.weft.chat.client.SendCheck;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The callbacks of what clients do: logins, contacts, receipts (callback contract, 3.8; the
/// vendor's pages of 2026 for user status, contacts and receipts).
final class ClientCallbacks {

  private ClientCallbacks() {}

  static String session(SessionChanged event, String host) {
    String app = event.app().key().toString();
    return JsonWriter.object(
        json ->
            json.put("reason", reason(event.change()))
                .put("os", os(event.client().os()))
                .put("ip", event.address())
                .put("host", host)
                .put("appkey", app)
                .put(
                    "user",
                    address(event.app().key(), event.user().value(), "easemob.com")
                        + '/'
                        + event.client().resource())
                .put("name", event.user().value())
                .put("version", event.client().version())
                .put("timestamp", event.at().toEpochMilli())
                .put("status", event.change() == SessionChange.LOGIN ? "online" : "offline"));
  }

  static String reason(SessionChange change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  /// The vendor's numbers (MSYNC contract, appendix B: Provision.OsType).
  private static String os(int number) {
    return switch (number) {
      case 0 -> "ios";
      case 1 -> "android";
      case 2 -> "linux";
      case 3 -> "osx";
      case 4 -> "win";
      case 5 -> "custom";
      default -> "webim";
    };
  }

  private static String address(AppKey app, String name, String domain) {
    return app + "_" + name + "@" + domain;
  }

  static String contact(ContactChanged event, String eventId, String host) {
    return JsonWriter.object(
        json ->
            json.put("chat_type", "roster")
                .object("payload", payload -> payload(payload, event, eventId))
                .put("host", host)
                .put("appkey", event.app().key().toString())
                .put("from", address(event.app().key(), event.operator().value(), "easemob.com"))
                .put("to", recipient(event).value())
                .put("eventType", "chat")
                .put("msg_id", eventId)
                .put("timestamp", event.at().toEpochMilli()));
  }

  /// Whose event it is: who answers a request has one of its own, for its other devices.
  private static UserId recipient(ContactChanged event) {
    return switch (event.change()) {
      case ACCEPT, DECLINE -> event.operator();
      case ADD, REMOTE_ACCEPT, REMOTE_DECLINE, REMOVE, BAN, ALLOW -> event.other();
    };
  }

  private static void payload(JsonWriter json, ContactChanged event, String eventId) {
    String operation = operation(event.change());
    switch (event.change()) {
      case ADD -> json.put("reason", event.reason()).put("operation", operation);
      case ACCEPT, REMOTE_ACCEPT, DECLINE, REMOTE_DECLINE, REMOVE ->
          json.put("roster_ver", version(eventId)).put("operation", operation);
      case BAN, ALLOW ->
          json.put("operation", operation)
              .object("status", status -> status.put("error_code", "ok"));
    }
  }

  static String operation(ContactChange change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  /// 40 hexadecimal digits that no other change of contacts has.
  private static String version(String eventId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(eventId.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  static String read(MessageRead event, String eventId, String host) {
    AppKey app = event.app().key();
    return JsonWriter.object(
        json -> {
          json.put("channel_channel", address(app, event.to(), "conference.easemob.com"))
              .put("eventType", "chat")
              .put("chat_type", event.wholeConversation() ? "channel_ack" : "read_ack")
              .object("payload", payload -> payload(payload, event));
          if (event.inGroup()) {
            json.put("channel_user", address(app, event.operator().value(), "easemob.com"))
                .put("content_type", "chat:ack:read")
                .put("writed_channel", false);
          }
          json.put("host", host)
              .put("appkey", app.toString())
              .put("from", event.operator().value())
              .put("to", event.to())
              .put("msg_id", eventId)
              .put("timestamp", event.at().toEpochMilli());
        });
  }

  /// The vendor's page of 2026 for sensitive words; it shows a single chat.
  static String keywords(KeywordsFound event, String host) {
    AppKey app = event.app().key();
    boolean inChat = event.place() == SendCheck.Place.CHAT;
    return JsonWriter.object(
        json ->
            json.put("alertReason", event.replaced() ? "replaced" : "intercepted")
                .put(
                    "contentReceiver",
                    address(app, event.to(), inChat ? "easemob.com" : "conference.easemob.com"))
                .put("eventType", "keyword_alert")
                .strings("sensitiveWords", event.words())
                .put("contentOwner", address(app, event.operator().value(), "easemob.com"))
                .put("contentUri", "msync:" + event.message())
                .put("host", host)
                .put("appkey", app.toString())
                .put("contentType", "message")
                .put("timestamp", event.at().toEpochMilli())
                .put("chatType", "chat:" + chatType(event.place()) + ":text")
                .put("status", event.replaced() ? "replace" : "refuse"));
  }

  private static String chatType(SendCheck.Place place) {
    return switch (place) {
      case CHAT -> "user";
      case GROUP -> "group";
      case ROOM -> "room";
    };
  }

  private static void payload(JsonWriter json, MessageRead event) {
    if (event.wholeConversation()) {
      json.id("ack_message_id", event.message()).put("type", "channel_ack");
    } else if (event.inGroup()) {
      json.raw("ext", "{}")
          .id("ack_message_id", event.message())
          .object("msg_config", config -> config.put("allow_group_ack", true))
          .put("type", "read_ack");
    } else {
      json.raw("ext", "{}").id("ack_message_id", event.message()).raw("bodies", "[]");
    }
  }
}
