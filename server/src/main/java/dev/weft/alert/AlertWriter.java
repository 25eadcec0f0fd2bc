package dev.weft.alert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes notices in the form of each target, and signs them as it asks.
///
/// @param secret empty where the target asks for no signature
/// @param node the name of this server
record AlertWriter(AlertFormat format, String secret, String node) {

  private static final String PREFIX = "whsec_";

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Why a secret cannot be one of this format; empty if it can.
  static String refusal(AlertFormat format, String secret) {
    if (format != AlertFormat.WEBHOOK || secret.isEmpty()) {
      return "";
    }
    try {
      return secret.startsWith(PREFIX) && key(secret).length > 0
          ? ""
          : "must be whsec_ and base64 of some random bytes";
    } catch (IllegalArgumentException e) {
      return "must be whsec_ and base64 of some random bytes";
    }
  }

  private static byte[] key(String secret) {
    return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
  }

  /// Writes `alert`, to be sent at `now`.
  AlertMessage write(Alert alert, Instant now) {
    return switch (format) {
      case WEBHOOK -> webhook(alert, now);
      case SLACK -> new AlertMessage("", Map.of(), utf8(Map.of("text", text(alert))));
      case DINGTALK ->
          new AlertMessage(dingTalkQuery(now), Map.of(), utf8(typed("msgtype", alert)));
      case FEISHU -> feishu(alert, now);
      case WECOM -> new AlertMessage("", Map.of(), utf8(typed("msgtype", alert)));
    };
  }

  /// Standard Webhooks: `webhook-signature` is HMAC-SHA256 over id, time and body.
  private AlertMessage webhook(Alert alert, Instant now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("kind", alert.condition().kind().word());
    data.put("state", alert.resolved() ? "resolved" : "open");
    data.put("subject", alert.condition().subject());
    data.put("detail", alert.condition().detail());
    data.put("since", alert.since().toString());
    data.put("node", node);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "weft." + alert.condition().kind().word());
    event.put("timestamp", alert.at().toString());
    event.put("data", data);
    byte[] body = utf8(event);
    String time = Long.toString(now.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", alert.id());
    headers.put("webhook-timestamp", time);
    if (!secret.isEmpty()) {
      String signed = alert.id() + "." + time + "." + new String(body, StandardCharsets.UTF_8);
      headers.put("webhook-signature", "v1," + hmac(key(secret), signed));
    }
    return new AlertMessage("", headers, body);
  }

  /// Time and secret are what is signed, with the secret as key (DingTalk: custom robot, security
  /// settings).
  private String dingTalkQuery(Instant now) {
    if (secret.isEmpty()) {
      return "";
    }
    String signed = now.toEpochMilli() + "\n" + secret;
    String signature = hmac(secret.getBytes(StandardCharsets.UTF_8), signed);
    return "timestamp="
        + now.toEpochMilli()
        + "&sign="
        + URLEncoder.encode(signature, StandardCharsets.UTF_8);
  }

  /// Time and secret are the key, and nothing is what is signed (Feishu: custom bot, signature
  /// verification).
  private AlertMessage feishu(Alert alert, Instant now) {
    Map<String, Object> body = typed("msg_type", alert);
    body.put("content", Map.of("text", text(alert)));
    body.remove("text");
    if (!secret.isEmpty()) {
      String time = Long.toString(now.getEpochSecond());
      body.put("timestamp", time);
      body.put("sign", hmac((time + "\n" + secret).getBytes(StandardCharsets.UTF_8), ""));
    }
    return new AlertMessage("", Map.of(), utf8(body));
  }

  private Map<String, Object> typed(String field, Alert alert) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(field, "text");
    body.put("text", Map.of("content", text(alert)));
    return body;
  }

  /// A few words for people.
  private String text(Alert alert) {
    boolean chinese = format.isChinese();
    Condition condition = alert.condition();
    String title = condition.kind().title(chinese);
    String head = "[Weft " + node + "] ";
    if (!alert.resolved()) {
      return head
          + (chinese ? "告警：" : "ALERT: ")
          + title
          + (chinese ? "：" : ": ")
          + condition.subject()
          + "\n"
          + condition.detail();
    }
    long minutes = Math.max(1, Duration.between(alert.since(), alert.at()).toMinutes());
    return head
        + (chinese ? "已恢复：" : "resolved: ")
        + title
        + (chinese ? "：" : ": ")
        + condition.subject()
        + (chinese ? "（持续 " + minutes + " 分钟）" : " (after " + minutes + " min)");
  }

  /// Whether an answer with a good status says that the message was taken. DingTalk and WeCom
  /// answer `errcode`, Feishu `code`, each with 0 for success.
  static boolean isTaken(AlertFormat format, String answer) {
    if (!format.isChinese()) {
      return true;
    }
    try {
      JsonNode json = JSON.readTree(answer);
      JsonNode code = format == AlertFormat.FEISHU ? json.path("code") : json.path("errcode");
      return code.asInt(0) == 0;
    } catch (tools.jackson.core.JacksonException e) {
      return true;
    }
  }

  private static byte[] utf8(Object value) {
    return JSON.writeValueAsBytes(value);
  }

  private static String hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
