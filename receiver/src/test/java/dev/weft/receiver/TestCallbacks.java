package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.Attempt.Proof;
import dev.weft.receiver.Reception.Accepted;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Callbacks as Weft would send them, signed at a fixed time.
public final class TestCallbacks {

  public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private TestCallbacks() {}

  public static CallbackReceiver receiver() {
    return CallbackReceiver.builder().secret(SECRET).clock(CLOCK).build();
  }

  public static byte[] threadBody(String threadId) {
    return """
    {"chat_type":"notify","appkey":"o#a","timestamp":2,"payload":{"type":"thread","data":{
      "operation":"update_msg","id":"%s","message_count":1,"timestamp":1,"last_message":{}}}}\
    """
        .formatted(threadId)
        .getBytes(UTF_8);
  }

  public static Map<String, List<String>> signed(String id, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("Webhook-Id", List.of(id));
    headers.put("Webhook-Timestamp", List.of(Long.toString(NOW.getEpochSecond())));
    headers.put("Webhook-Signature", List.of(StandardWebhooks.of(SECRET).sign(id, NOW, body)));
    return headers;
  }

  public static Accepted accepted(String id, String threadId, long sequence) {
    Attempt attempt =
        new Attempt(
            new CallId(id),
            ThreadChange.SENT,
            OptionalLong.of(sequence),
            1,
            false,
            Proof.STANDARD_WEBHOOKS);
    return new Accepted(CallbackParser.parse(Vectors.read(threadBody(threadId))), attempt);
  }
}
