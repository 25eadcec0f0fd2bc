package dev.weft.bench.systems;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The callback that tells of a message, as every system here sends it: the vendor's JSON, with its
/// MD5 signature in the body and the Standard Webhooks signature beside it.
///
/// @param id `webhook-id`
/// @param timestamp `webhook-timestamp`, in seconds
/// @param signature `webhook-signature`
/// @param body the JSON
public record Callback(String id, long timestamp, String signature, String body) {

  private static final String ALGORITHM = "HmacSHA256";
  private static final SecretKeySpec KEY =
      new SecretKeySpec("0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8), ALGORITHM);

  /// Renders and signs.
  ///
  /// @param thread id of the thread
  /// @param message the message's own JSON, `{"msg":…}`
  public static Callback of(String thread, String message) {
    long now = System.currentTimeMillis();
    String callId = "bench#load_" + Ids.next();
    String json = json(thread, message, callId, now);
    long seconds = now / 1_000;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      mac.update((callId + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      byte[] hash = mac.doFinal(json.getBytes(StandardCharsets.UTF_8));
      return new Callback(callId, seconds, "v1," + Base64.getEncoder().encodeToString(hash), json);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static String json(String thread, String message, String callId, long now) {
    String group = "278231652319234";
    String parent = "1631952284344647680";
    String id = Long.toString(now * 1_000);
    // The message's JSON, with its type: {"msg":"…","type":"txt"}.
    String typed = message.substring(0, message.length() - 1) + ",\"type\":\"txt\"}";
    return new StringBuilder(message.length() + 800)
        .append("{\"chat_type\":\"notify\",\"payload\":{\"data\":{\"msg_parent_id\":\"")
        .append(parent)
        .append(
            "\",\"name\":\"thread\",\"from\":\"ann\",\"last_message\":{\"payload\":{\"ext\":{},")
        .append("\"bodies\":[")
        .append(typed)
        .append("],\"meta\":{\"thread\":{\"msg_parent_id\":\"")
        .append(parent)
        .append("\",\"thread_name\":\"thread\",\"muc_parent_id\":\"")
        .append(group)
        .append("\"}},\"from\":\"ann\",\"to\":\"")
        .append(thread)
        .append("\",\"type\":\"groupchat\"},\"from\":\"bench#load_ann\",\"id\":\"")
        .append(id)
        .append("\",\"to\":\"bench#load_")
        .append(thread)
        .append("\",\"timestamp\":")
        .append(now)
        .append("},\"id\":\"")
        .append(thread)
        .append("\",\"message_count\":1,\"operation\":\"update_msg\",\"muc_parent_id\":\"")
        .append(group)
        .append("\",\"timestamp\":")
        .append(now)
        .append(
            "},\"type\":\"thread\"},\"host\":\"bench\",\"appkey\":\"bench#load\",\"from\":\"admin\",")
        .append("\"to\":\"")
        .append(group)
        .append("\",\"eventType\":\"chat\",\"msg_id\":\"")
        .append(id)
        .append("\",\"timestamp\":")
        .append(now)
        .append(",\"callId\":\"")
        .append(callId)
        .append("\",\"securityVersion\":\"1.0.0\",\"security\":\"")
        .append(md5(callId + "secret" + now))
        .append("\"}")
        .toString();
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
