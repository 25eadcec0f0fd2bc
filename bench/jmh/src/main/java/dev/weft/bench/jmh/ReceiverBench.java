package dev.weft.bench.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import dev.weft.receiver.StandardWebhooks;
import dev.weft.receiver.VendorSignature;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What an app server pays for a Thread callback of 1.1 KB before its own work begins, and the two
/// parts of it that no tuning takes away: the digest, and the walk over the JSON.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class ReceiverBench {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String VENDOR_SECRET = "vendor secret";
  private static final String CALL_ID = "easemob-demo#easeim_1026400000000000102";

  private static final byte[] BODY = body();

  private final Map<String, List<String>> headers = headers();
  private final CallbackReceiver receiver =
      CallbackReceiver.builder().secret(SECRET).tolerance(Duration.ofDays(1)).build();
  private final CallbackReceiver vendorReceiver =
      CallbackReceiver.builder().vendorSecret(VENDOR_SECRET).build();
  private final Map<String, List<String>> noHeaders = Map.of();
  private final Mac mac = mac();
  private final JsonFactory json = new JsonFactory();

  /// Standard Webhooks: HMAC-SHA256 over the body, then the body is read.
  @Benchmark
  public Reception verifyAndParse() {
    return accepted(receiver.receive("POST", headers, BODY));
  }

  /// The vendors' signature: MD5 over two fields of the body.
  @Benchmark
  public Reception verifyVendorsAndParse() {
    return accepted(vendorReceiver.receive("POST", noHeaders, BODY));
  }

  @Benchmark
  public byte[] hmacAlone() {
    return mac.doFinal(BODY);
  }

  @Benchmark
  public int tokensAlone() {
    int tokens = 0;
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), BODY)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  private static Reception accepted(Reception reception) {
    if (reception instanceof Reception.Refused refused) {
      throw new IllegalStateException(refused.detail());
    }
    return reception;
  }

  private static Map<String, List<String>> headers() {
    Instant now = Instant.now();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Host", List.of("app.example.com"));
    headers.put("Content-type", List.of("application/json"));
    headers.put("Content-length", List.of(Integer.toString(BODY.length)));
    headers.put("User-agent", List.of("Weft"));
    headers.put("Webhook-id", List.of(CALL_ID));
    headers.put("Webhook-timestamp", List.of(Long.toString(now.getEpochSecond())));
    headers.put("Webhook-signature", List.of(StandardWebhooks.of(SECRET).sign(CALL_ID, now, BODY)));
    headers.put("Weft-operation", List.of("send"));
    headers.put("Weft-sequence", List.of("2"));
    headers.put("Weft-attempt", List.of("1"));
    return headers;
  }

  private static Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] body() {
    String timestamp = "1651029973480";
    String security = new VendorSignature(VENDOR_SECRET).sign(CALL_ID, timestamp);
    String text = "a message of the length that people write ".repeat(4);
    return """
    {"chat_type":"notify","payload":{"data":{"msg_parent_id":"1026396197551245320",\
    "name":"release plan","from":"user1","last_message":{"payload":{"ext":{},"bodies":[\
    {"msg":"%s","type":"txt"}],"meta":{"thread":{"msg_parent_id":"1026396197551245320",\
    "thread_name":"release plan","muc_parent_id":"182918384934913"}},"from":"user1",\
    "to":"182919552737281","type":"groupchat"},"from":"easemob-demo#easeim_user1",\
    "id":"1026400000000000002","to":"easemob-demo#easeim_182919552737281",\
    "timestamp":1651029973455},"id":"182919552737281","message_count":2,\
    "operation":"update_msg","muc_parent_id":"182918384934913","timestamp":1651029973455},\
    "type":"thread"},"host":"im-node-0","appkey":"easemob-demo#easeim","from":"admin",\
    "to":"182918384934913","eventType":"chat","msg_id":"1026400000000000102",\
    "timestamp":%s,"callId":"%s","securityVersion":"1.0.0","security":"%s"}\
    """
        .formatted(text, timestamp, CALL_ID, security)
        .getBytes(UTF_8);
  }
}
