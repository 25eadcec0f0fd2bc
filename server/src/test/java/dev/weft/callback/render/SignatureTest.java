package dev.weft.callback.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.callback.rule.RuleSecrets;
import dev.weft.callback.rule.StandardWebhooksSigner;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signatures agree with those that others have published.
class SignatureTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant ROTATED = Instant.ofEpochSecond(1_614_265_330);

  static Stream<JsonNode> standardWebhooks() {
    return elements(resource("/signatures/vectors.json").get("standard_webhooks_hmac_v1"));
  }

  static Stream<JsonNode> vendor() {
    return elements(resource("/vectors/signature.json"));
  }

  @ParameterizedTest
  @MethodSource("standardWebhooks")
  void standard_webhooks_libraries_would_accept_ours(JsonNode vector) {
    RuleSecrets secrets = new RuleSecrets("", vector.get("secret").stringValue(), null, null);

    String signature =
        new StandardWebhooksSigner(secrets)
            .sign(
                new CallId(vector.get("msg_id").stringValue()),
                Instant.ofEpochSecond(vector.get("timestamp").longValue()),
                body(vector));

    assertThat(signature).isEqualTo(vector.get("signature").stringValue());
  }

  @ParameterizedTest
  @MethodSource("vendor")
  void the_vendors_formula_gives_the_contracts_digests(JsonNode vector) {
    assertThat(
            VendorSecurity.of(
                vector.get("callId").stringValue(),
                vector.get("secret").stringValue(),
                vector.get("timestamp").longValue()))
        .isEqualTo(vector.get("security").stringValue());
  }

  @Test
  void both_secrets_sign_until_the_rotation_is_over() {
    RuleSecrets before = new RuleSecrets("", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null, null);
    RuleSecrets after = before.rotated("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", ROTATED);
    RuleSecrets onlyNew = new RuleSecrets("", after.signing(), null, null);
    Instant during = ROTATED.minusSeconds(1);

    assertThat(sign(after, during)).isEqualTo(sign(onlyNew, during) + " " + sign(before, during));
    assertThat(sign(after, ROTATED)).isEqualTo(sign(onlyNew, ROTATED));
  }

  @Test
  void an_empty_secret_is_no_secret() {
    assertThatThrownBy(() -> StandardWebhooksSigner.key("whsec_"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StandardWebhooksSigner.key("not base64!"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String sign(RuleSecrets secrets, Instant at) {
    return new StandardWebhooksSigner(secrets)
        .sign(new CallId("msg_1"), at, Body.of("{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static Body body(JsonNode vector) {
    JsonNode repeat = vector.get("payload_repeat");
    String text =
        repeat == null
            ? vector.get("payload").stringValue()
            : repeat.get("char").stringValue().repeat(repeat.get("count").intValue());
    return Body.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode resource(String name) {
    try (InputStream in = SignatureTest.class.getResourceAsStream(name)) {
      return JSON.readTree(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
