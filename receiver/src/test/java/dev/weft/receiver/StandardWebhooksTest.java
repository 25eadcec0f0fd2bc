package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardWebhooksTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final Instant SIGNED_AT = Instant.ofEpochSecond(1614265330);
  private static final String TIMESTAMP = "1614265330";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
  private static final String VALID = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";

  static Stream<Json> hmacVectors() {
    return published("standard_webhooks_hmac_v1");
  }

  static Stream<Json> ed25519Vectors() {
    return published("standard_webhooks_ed25519_v1a");
  }

  private static Stream<Json> published(String scheme) {
    return Vectors.json("signatures/vectors.json").get(scheme).elements().stream();
  }

  @ParameterizedTest
  @MethodSource("hmacVectors")
  void signs_and_verifies_what_others_signed(Json vector) {
    StandardWebhooks webhooks = at(signedAt(vector), vector.get("secret").text(""));

    assertThat(webhooks.sign(id(vector), signedAt(vector), payload(vector)))
        .isEqualTo(vector.get("signature").text());
    assertThat(verify(webhooks, vector)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ed25519Vectors")
  void signs_with_a_private_key_what_the_public_key_verifies(Json vector) {
    StandardWebhooks signer = at(signedAt(vector), vector.get("secret").text(""));
    StandardWebhooks verifier = at(signedAt(vector), vector.get("public").text(""));

    assertThat(signer.sign(id(vector), signedAt(vector), payload(vector)))
        .isEqualTo(vector.get("signature").text());
    assertThat(verify(verifier, vector)).isEmpty();
    assertThat(verifier.verify(ID, TIMESTAMP, vector.get("signature").text(), "{}".getBytes(UTF_8)))
        .contains(Refusal.SIGNATURE_MISMATCH);
    assertThat(verifier.verify(ID, TIMESTAMP, "v1a,AAAA", BODY))
        .contains(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void accepts_the_right_signature_anywhere_in_the_list() {
    StandardWebhooks webhooks = at(SIGNED_AT, SECRET);

    assertThat(webhooks.verify(ID, TIMESTAMP, WRONG + " " + VALID + " " + WRONG, BODY)).isEmpty();
    assertThat(webhooks.verify(ID, TIMESTAMP, WRONG + " v2,AA== " + VALID, BODY)).isEmpty();
  }

  @Test
  void accepts_a_secret_without_its_prefix_or_padding() {
    assertThat(at(SIGNED_AT, SECRET.substring(6)).verify(ID, TIMESTAMP, VALID, BODY)).isEmpty();
    String padded = "whsec_c2VjcmV0cw==";
    String signature = at(SIGNED_AT, padded).sign(ID, SIGNED_AT, BODY);
    assertThat(at(SIGNED_AT, "whsec_c2VjcmV0cw").verify(ID, TIMESTAMP, signature, BODY)).isEmpty();
  }

  @Test
  void accepts_any_of_several_secrets() {
    assertThat(at(SIGNED_AT, OTHER_SECRET, SECRET).verify(ID, TIMESTAMP, VALID, BODY)).isEmpty();
  }

  @Test
  void signs_with_every_secret_while_one_is_replaced() {
    String signatures = at(SIGNED_AT, SECRET, OTHER_SECRET).sign(ID, SIGNED_AT, BODY);

    assertThat(at(SIGNED_AT, SECRET).verify(ID, TIMESTAMP, signatures, BODY)).isEmpty();
    assertThat(at(SIGNED_AT, OTHER_SECRET).verify(ID, TIMESTAMP, signatures, BODY)).isEmpty();
  }

  @Test
  void refuses_another_secret() {
    assertThat(at(SIGNED_AT, OTHER_SECRET).verify(ID, TIMESTAMP, VALID, BODY))
        .contains(Refusal.SIGNATURE_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v1,",
        "v1,g0hM9SsE",
        "v1",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,not base64!"
      })
  void refuses_what_is_no_whole_v1_signature(String signatures) {
    assertThat(at(SIGNED_AT, SECRET).verify(ID, TIMESTAMP, signatures, BODY))
        .contains(Refusal.SIGNATURE_MISMATCH);
  }

  @Test
  void refuses_when_a_header_is_missing() {
    StandardWebhooks webhooks = at(SIGNED_AT, SECRET);

    assertThat(webhooks.verify(null, TIMESTAMP, VALID, BODY)).contains(Refusal.UNSIGNED);
    assertThat(webhooks.verify(ID, null, VALID, BODY)).contains(Refusal.UNSIGNED);
    assertThat(webhooks.verify(ID, TIMESTAMP, null, BODY)).contains(Refusal.UNSIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"161426533.0", "invalid timestamp", "-161426533", "", "99999999999999999999"})
  void refuses_a_timestamp_that_is_no_count_of_seconds(String timestamp) {
    assertThat(at(SIGNED_AT, SECRET).verify(ID, timestamp, VALID, BODY))
        .contains(Refusal.MALFORMED_TIMESTAMP);
  }

  @Test
  void believes_a_signature_for_five_minutes_and_no_second_longer() {
    Duration limit = Duration.ofMinutes(5);

    assertThat(verifyAt(SIGNED_AT.plus(limit))).isEmpty();
    assertThat(verifyAt(SIGNED_AT.minus(limit))).isEmpty();
    assertThat(verifyAt(SIGNED_AT.plus(limit).plusSeconds(1))).contains(Refusal.TIMESTAMP_TOO_OLD);
    assertThat(verifyAt(SIGNED_AT.minus(limit).minusSeconds(1)))
        .contains(Refusal.TIMESTAMP_TOO_NEW);
  }

  private static Optional<Refusal> verifyAt(Instant now) {
    return at(now, SECRET).verify(ID, TIMESTAMP, VALID, BODY);
  }

  @Test
  void is_not_fooled_by_a_timestamp_that_overflows() {
    assertThat(at(SIGNED_AT, SECRET).verify(ID, Long.toString(Long.MAX_VALUE), VALID, BODY))
        .contains(Refusal.TIMESTAMP_TOO_NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "whsec_", "whpk_", "whsk_", "whsec_???", "whpk_AAAA", "whsk_AAAA"})
  void refuses_to_start_with_a_key_that_is_none(String key) {
    assertThatThrownBy(() -> WebhookKey.parse(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void never_shows_a_key() {
    assertThat(WebhookKey.parse(SECRET)).hasToString("WebhookKey[v1]");
    assertThatThrownBy(() -> WebhookKey.parse("whsec_geheim!"))
        .hasMessageNotContaining("geheim")
        .hasNoCause();
  }

  private static StandardWebhooks at(Instant now, String... keys) {
    return new StandardWebhooks(
        Stream.of(keys).map(WebhookKey::parse).toList(),
        StandardWebhooks.TOLERANCE,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Optional<Refusal> verify(StandardWebhooks webhooks, Json vector) {
    return webhooks.verify(
        id(vector),
        vector.get("timestamp").text(),
        vector.get("signature").text(),
        payload(vector));
  }

  private static String id(Json vector) {
    return vector.get("msg_id").text("");
  }

  private static Instant signedAt(Json vector) {
    return Instant.ofEpochSecond(vector.get("timestamp").integer().orElseThrow());
  }

  private static byte[] payload(Json vector) {
    Json repeat = vector.get("payload_repeat");
    return repeat.isMissing()
        ? vector.get("payload").text("").getBytes(UTF_8)
        : repeat
            .get("char")
            .text("")
            .repeat((int) repeat.get("count").integer().orElseThrow())
            .getBytes(UTF_8);
  }
}
