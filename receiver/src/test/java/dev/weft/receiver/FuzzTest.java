package dev.weft.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Repeat a failure with `-Dfuzz.seed=…`; look further with `-Dfuzz.rounds=…`.
@Tag("slow")
class FuzzTest {

  private static final long SEED = Long.getLong("fuzz.seed", 20260101);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 300);
  private static final int TEN_MB = 10 * 1024 * 1024;

  /// Many times what linear work takes, and far less than quadratic work would.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final List<String> CALLBACKS =
      List.of(
          "thread_callback_send",
          "thread_callback_send_custom",
          "thread_callback_modify_newest",
          "thread_callback_recall_last_remaining",
          "group_message_callback",
          "recall_callback",
          "edit_callback_2025_01",
          "edit_callback_2025_08",
          "reaction_callback",
          "group_op_event_create",
          "muc_callback_old_generation",
          "group_read_ack_callback",
          "user_status_login_callback");

  private final CallbackReceiver trusting =
      CallbackReceiver.builder().acceptUnsigned().maxBodyBytes(2 * TEN_MB).build();

  static Stream<Arguments> callbacks() {
    return IntStream.range(0, CALLBACKS.size())
        .mapToObj(i -> Arguments.of(CALLBACKS.get(i), SEED + i));
  }

  @ParameterizedTest
  @MethodSource("callbacks")
  void a_spoiled_body_is_answered_and_never_thrown_at_the_app(String name, long seed) {
    byte[] body = Vectors.bytes("vectors/" + name + ".json");
    Mutator mutator = new Mutator(seed);

    for (int i = 0; i < ROUNDS; i++) {
      use(trusting.receive("POST", Map.of(), mutator.spoil(body)));
    }
  }

  @ParameterizedTest
  @MethodSource("callbacks")
  void a_body_of_wrong_types_is_read_as_far_as_it_goes(String name, long seed) {
    Json body = Vectors.json("vectors/" + name + ".json");
    Mutator mutator = new Mutator(seed);

    for (int i = 0; i < ROUNDS; i++) {
      byte[] confused = mutator.confuse(body).toString().getBytes(UTF_8);
      use(trusting.receive("POST", Map.of(), confused));
    }
  }

  @Test
  void a_changed_body_or_header_never_verifies() {
    byte[] body = Vectors.bytes("vectors/thread_callback_send.json");
    Mutator mutator = new Mutator(SEED);

    for (int i = 0; i < ROUNDS * 10; i++) {
      byte[] spoiled = mutator.spoil(body);
      if (!Arrays.equals(spoiled, body)) {
        assertThat(
                TestCallbacks.receiver()
                    .receive("POST", TestCallbacks.signed("call-1", body), spoiled))
            .isInstanceOf(Reception.Refused.class);
      }
    }
  }

  @Test
  void no_header_makes_the_verifier_throw() {
    byte[] body = Vectors.bytes("vectors/thread_callback_send.json");
    Mutator mutator = new Mutator(SEED);

    for (int i = 0; i < ROUNDS * 10; i++) {
      Map<String, List<String>> headers = new HashMap<>(TestCallbacks.signed("call-1", body));
      headers.replaceAll(
          (name, values) ->
              List.of(new String(mutator.spoil(values.get(0).getBytes(UTF_8)), UTF_8)));
      for (String header : List.of("weft-sequence", "weft-attempt", "weft-operation")) {
        headers.put(header, List.of(new String(mutator.randomBytes(i % 12), UTF_8)));
      }
      use(TestCallbacks.receiver().receive("POST", headers, body));
    }
  }

  @Test
  void json_is_written_as_it_was_read() {
    Mutator mutator = new Mutator(SEED);

    for (int i = 0; i < ROUNDS * 10; i++) {
      Json value = mutator.any(5);
      assertThat(Vectors.read(value.toString().getBytes(UTF_8))).isEqualTo(value);
    }
  }

  static Stream<Arguments> large() {
    return Stream.of(
        Arguments.of("one text", "{\"a\":\"" + "x".repeat(TEN_MB) + "\"}"),
        Arguments.of("one name", "{\"" + "x".repeat(TEN_MB) + "\":1}"),
        Arguments.of("one number", "{\"a\":" + "9".repeat(TEN_MB) + "}"),
        Arguments.of("escapes", "{\"a\":\"" + "\\ud83d\\ude00".repeat(TEN_MB / 12) + "\"}"),
        Arguments.of("blanks", " ".repeat(TEN_MB) + "{}"),
        Arguments.of("a list", "{\"a\":[" + "0,".repeat(TEN_MB / 2) + "0]}"),
        Arguments.of("users", thread("\"from\":\"" + "#_".repeat(TEN_MB / 2) + "\"")),
        Arguments.of("bodies", thread(bodies("{\"type\":\"txt\"},".repeat(TEN_MB / 15)))),
        Arguments.of("a degree", thread(bodies(location("9".repeat(TEN_MB))))),
        Arguments.of("names that differ", names(TEN_MB / 16)),
        Arguments.of("lists in lists", "[".repeat(TEN_MB)),
        Arguments.of("objects in objects", "{\"a\":".repeat(TEN_MB / 5)),
        Arguments.of("an open text", "{\"a\":\"" + "\\\"".repeat(TEN_MB / 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void ten_megabytes_are_answered_in_time(String what, String body) {
    byte[] bytes = body.getBytes(UTF_8);

    Reception reception =
        assertTimeoutPreemptively(LIMIT, () -> trusting.receive("POST", Map.of(), bytes), what);

    assertThat(reception.status()).isIn(200, 400);
  }

  @Test
  void a_body_of_more_values_than_any_callback_has_is_refused() {
    byte[] body = ("{\"a\":[" + "0,".repeat(JsonReader.MAX_TOKENS) + "0]}").getBytes(UTF_8);

    assertThat(trusting.receive("POST", Map.of(), body).status()).isEqualTo(400);
  }

  @Test
  void ten_thousand_levels_are_refused_and_the_allowed_ones_hold() {
    assertThat(trusting.receive("POST", Map.of(), nested(10_000)).status()).isEqualTo(400);

    Reception deepest = trusting.receive("POST", Map.of(), nested(JsonReader.MAX_DEPTH - 1));
    assertThat(deepest.status()).isEqualTo(200);
    use(deepest);
  }

  @Test
  void names_with_the_same_hash_cost_no_more_than_others() {
    StringBuilder body = new StringBuilder("{\"a\":1");
    for (int i = 0; i < 1 << 16; i++) {
      body.append(",\"");
      for (int bit = 0; bit < 16; bit++) {
        body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      body.append("\":0");
    }
    byte[] bytes = body.append('}').toString().getBytes(UTF_8);

    Reception reception =
        assertTimeoutPreemptively(LIMIT, () -> trusting.receive("POST", Map.of(), bytes));
    assertThat(reception.status()).isIn(200, 400);
  }

  @Test
  void a_signature_list_without_end_is_not_read_to_its_end() {
    byte[] body = TestCallbacks.threadBody("t");
    Map<String, List<String>> headers = TestCallbacks.signed("call-1", body);
    headers.put("Webhook-Signature", List.of("v1,AAAA ".repeat(TEN_MB / 8)));

    Reception reception =
        assertTimeoutPreemptively(
            LIMIT, () -> TestCallbacks.receiver().receive("POST", headers, body));
    assertThat(reception.status()).isEqualTo(401);
  }

  /// What an app might do with it must not throw either.
  private static void use(Reception reception) {
    if (reception instanceof Reception.Accepted accepted) {
      assertThat(accepted.key().value()).isNotEmpty().hasSizeLessThanOrEqualTo(200);
      assertThat(accepted.toString()).isNotEmpty();
      assertThat(accepted.hashCode()).isEqualTo(accepted.hashCode());
      accepted.change(null);
      accepted.callback().about();
    } else {
      assertThat(reception.status()).isBetween(400, 499);
    }
  }

  private static byte[] nested(int depth) {
    return ("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8);
  }

  private static String names(int count) {
    StringBuilder body = new StringBuilder("{\"a\":1");
    for (int i = 0; i < count; i++) {
      body.append(",\"name").append(i).append("\":0");
    }
    return body.append('}').toString();
  }

  private static String thread(String field) {
    return """
    {"chat_type":"notify","payload":{"type":"thread","data":{"operation":"update_msg","id":"1",
      "message_count":1,"timestamp":1,%s}}}\
    """
        .formatted(field);
  }

  private static String bodies(String bodies) {
    return "\"last_message\":{\"id\":\"1\",\"payload\":{\"bodies\":[" + bodies + "{}]}}";
  }

  private static String location(String degrees) {
    return "{\"type\":\"loc\",\"lat\":\"" + degrees + "\"},";
  }
}
