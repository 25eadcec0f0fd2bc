package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.Attempt.Proof;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.Reception.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackReceiverTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String VENDOR_SECRET = "test-secret-0001";
  private static final byte[] BODY = Vectors.bytes("vectors/thread_callback_send.json");
  private static final byte[] UNSIGNED = Vectors.bytes("vectors/thread_callback_seed_easemob.json");

  private final CallbackReceiver receiver =
      CallbackReceiver.builder().secret(SECRET).clock(Clock.fixed(NOW, ZoneOffset.UTC)).build();

  private final CallbackReceiver vendorReceiver =
      CallbackReceiver.builder().vendorSecret(VENDOR_SECRET).build();

  @Test
  void accepts_what_weft_signed_and_tells_what_its_headers_say() {
    Map<String, List<String>> headers = signed("call-1", BODY);
    headers.put("Weft-Operation", List.of("send"));
    headers.put("Weft-Sequence", List.of("41"));
    headers.put("Weft-Attempt", List.of("3"));
    headers.put("Weft-Replay", List.of("true"));

    Accepted accepted = accepted(receiver.receive("POST", headers, BODY));

    assertThat(accepted.callback()).isInstanceOf(ThreadCallback.class);
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.key()).isEqualTo(new CallbackKey("call-1"));
    assertThat(accepted.attempt())
        .isEqualTo(
            new Attempt(
                new CallId("call-1"),
                ThreadChange.SENT,
                OptionalLong.of(41),
                3,
                true,
                Proof.STANDARD_WEBHOOKS));
  }

  @Test
  void accepts_what_a_vendor_signed() {
    Accepted accepted = accepted(vendorReceiver.receive("POST", Map.of(), BODY));

    assertThat(accepted.attempt().proof()).isEqualTo(Proof.VENDOR_MD5);
    assertThat(accepted.key())
        .isEqualTo(new CallbackKey("easemob-demo#easeim_1026400000000000102"));
  }

  @Test
  void infers_the_change_where_no_header_tells_it() {
    Accepted accepted = accepted(vendorReceiver.receive("POST", Map.of(), BODY));

    ThreadState before = new ThreadState(1, new MessageId("1"), Instant.EPOCH);
    assertThat(accepted.change(before)).isEqualTo(ThreadChange.SENT);
    assertThat(accepted.change(null)).isEqualTo(ThreadChange.UNKNOWN);
  }

  @Test
  void refuses_a_body_that_was_changed_on_the_way() {
    byte[] changed = new String(BODY, UTF_8).replace("second", "seconds").getBytes(UTF_8);

    assertThat(reason(receiver.receive("POST", signed("call-1", BODY), changed)))
        .isEqualTo(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void refuses_a_wrong_security_field() {
    byte[] changed = new String(BODY, UTF_8).replace("\"16", "\"17").getBytes(UTF_8);

    assertThat(reason(vendorReceiver.receive("POST", Map.of(), changed)))
        .isEqualTo(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void refuses_what_is_not_signed_in_a_way_it_can_check() {
    assertThat(reason(receiver.receive("POST", Map.of(), BODY))).isEqualTo(Refusal.UNSIGNED);
    assertThat(reason(vendorReceiver.receive("POST", Map.of(), UNSIGNED)))
        .isEqualTo(Refusal.UNSIGNED);
  }

  @Test
  void lets_no_vendor_signature_make_up_for_a_wrong_one_of_weft() {
    CallbackReceiver both =
        CallbackReceiver.builder()
            .secret(SECRET)
            .vendorSecret(VENDOR_SECRET)
            .clock(Clock.fixed(NOW, ZoneOffset.UTC))
            .build();

    assertThat(both.receive("POST", Map.of(), BODY)).isInstanceOf(Accepted.class);
    assertThat(reason(both.receive("POST", signed("call-1", UNSIGNED), BODY)))
        .isEqualTo(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void accepts_unsigned_callbacks_only_when_told_to_and_wrong_signatures_never() {
    CallbackReceiver trusting =
        CallbackReceiver.builder().vendorSecret("another").acceptUnsigned().build();

    Accepted accepted = accepted(trusting.receive("POST", Map.of(), UNSIGNED));
    assertThat(accepted.attempt().proof()).isEqualTo(Proof.NONE);
    assertThat(accepted.key()).isEqualTo(new CallbackKey("notify 10XXXX24"));
    assertThat(reason(trusting.receive("POST", Map.of(), BODY)))
        .isEqualTo(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void does_not_take_two_offline_members_for_one_callback() {
    byte[] first = Vectors.bytes("vectors/group_message_callback_offline.json");
    byte[] second = new String(first, UTF_8).replace("user2", "user3").getBytes(UTF_8);
    CallbackReceiver trusting = CallbackReceiver.builder().acceptUnsigned().build();

    assertThat(accepted(trusting.receive("POST", Map.of(), first)).key())
        .isNotEqualTo(accepted(trusting.receive("POST", Map.of(), second)).key());
  }

  @Test
  void believes_a_webhook_id_only_if_it_is_signed() {
    Map<String, List<String>> headers = Map.of("webhook-id", List.of("made-up"));

    assertThat(accepted(vendorReceiver.receive("POST", headers, BODY)).key())
        .isEqualTo(new CallbackKey("easemob-demo#easeim_1026400000000000102"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "\"text\"", "null", "{} {}", "{\"a\":NaN}", "\u0000"})
  void refuses_a_body_that_is_no_json_object(String body) {
    byte[] bytes = body.getBytes(UTF_8);

    Reception reception = receiver.receive("POST", signed("call-1", bytes), bytes);

    assertThat(reason(reception)).isEqualTo(Refusal.NOT_JSON);
    assertThat(reception.status()).isEqualTo(400);
  }

  @Test
  void does_not_read_more_than_it_was_told_to() {
    CallbackReceiver small = CallbackReceiver.builder().secret(SECRET).maxBodyBytes(10).build();

    assertThat(reason(small.receive("POST", signed("call-1", BODY), BODY)))
        .isEqualTo(Refusal.BODY_TOO_LARGE);
  }

  @Test
  void takes_nothing_but_post() {
    assertThat(receiver.receive("GET", Map.of(), new byte[0]).status()).isEqualTo(405);
  }

  @Test
  void many_threads_may_use_it_at_once() {
    CallbackReceiver shared = TestCallbacks.receiver();

    List<Integer> answers =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(
                i -> {
                  byte[] body = TestCallbacks.threadBody("t" + i);
                  byte[] sent = i % 2 == 0 ? body : TestCallbacks.threadBody("other");
                  return shared
                      .receive("POST", TestCallbacks.signed("call-" + i, body), sent)
                      .status();
                })
            .toList();

    assertThat(answers)
        .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> i % 2 == 0 ? 200 : 401).toList());
  }

  @Test
  void does_not_start_without_a_secret() {
    assertThatThrownBy(() -> CallbackReceiver.builder().build())
        .isInstanceOf(IllegalStateException.class);
  }

  private static Map<String, List<String>> signed(String id, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("Webhook-Id", List.of(id));
    headers.put("WEBHOOK-TIMESTAMP", List.of(Long.toString(NOW.getEpochSecond())));
    headers.put("webhook-signature", List.of(StandardWebhooks.of(SECRET).sign(id, NOW, body)));
    return headers;
  }

  private static Accepted accepted(Reception reception) {
    assertThat(reception).isInstanceOf(Accepted.class);
    return (Accepted) reception;
  }

  private static Refusal reason(Reception reception) {
    assertThat(reception).isInstanceOf(Refused.class);
    return ((Refused) reception).reason();
  }
}
