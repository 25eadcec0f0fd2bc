package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.engine.FastClock;
import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's exception storage: what was given up is seen, resent, and in the end expires.
class ExceptionStorageTest {

  private static final String INFO = "/callbacks/storage/info";
  private static final String RETRY = "/callbacks/storage/retry";

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String thread;

  @BeforeEach
  void have_a_thread_with_a_vendor_rule() throws IOException {
    inbox = Inbox.open();
    start(Map.of(), Clock.systemUTC());
    api.users("user1");
    String group = api.group("user1");
    thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
    api.rule("{\"name\":\"r1\",\"url\":\"%s\",\"retry\":\"vendor\"}".formatted(inbox.url()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private void start(Map<String, String> overrides, Clock clock) {
    server = RunningServer.start(data, overrides, clock);
    api = server.client();
  }

  private void restart(Map<String, String> overrides, Clock clock) throws IOException {
    server.close();
    start(overrides, clock);
  }

  /// Lets so many messages be sent whose callbacks nobody takes, and answers what was tried.
  private List<Received> giveUp(int count) {
    inbox.answer(_ -> 500);
    for (int i = 0; i < count; i++) {
      api.text("user1", thread, "m" + i);
    }
    List<Received> tried = inbox.next(2 * count);
    await().until(() -> stored() == count);
    return tried;
  }

  private JsonNode keys() {
    return api.get(INFO).data();
  }

  private int stored() {
    int size = 0;
    for (JsonNode key : keys()) {
      size += key.get("size").intValue();
    }
    return size;
  }

  private String date() {
    return keys().get(0).get("date").stringValue();
  }

  private Reply retry(String more) {
    return api.post(RETRY, "{\"date\":\"%s\"%s}".formatted(date(), more));
  }

  private void assertVendorEnvelope(Reply reply, String name) {
    ObjectNode expected = (ObjectNode) vector(name + ".json").at("/response/body").deepCopy();
    JsonNode body = reply.ok();
    expected.set("data", body.get("data"));
    assertSameShape(body, expected);
    for (String field : new String[] {"path", "organization", "action", "applicationName"}) {
      assertThat(body.get(field)).as(field).isEqualTo(expected.get(field));
    }
    assertThat(body.get("uri").stringValue()).endsWith("/easemob-demo/easeim/callbacks");
  }

  @Test
  void what_was_given_up_is_shown_under_its_key_and_leaves_it_when_a_resend_is_taken() {
    List<Received> tried = giveUp(2);

    Reply info = api.get(INFO);
    assertVendorEnvelope(info, "rest_callback_storage_info");
    JsonNode key = info.data().get(0);
    assertSameShape(key, vector("rest_callback_storage_info.json").at("/response/body/data/0"));
    assertThat(key.get("date").stringValue()).matches("20[0-9]{9}0");
    assertThat(key.get("retry").intValue()).isZero();

    inbox.answer(_ -> 200);
    Reply retry = retry(",\"retry\":0");

    assertVendorEnvelope(retry, "rest_callback_storage_retry");
    assertThat(retry.data().stringValue()).isEqualTo("success");
    List<Received> resent = inbox.next(2);
    assertThat(resent.stream().map(Received::body))
        .as("the same bytes in the same order")
        .containsExactly(tried.get(0).body(), tried.get(2).body());
    assertThat(resent.getFirst().header("weft-replay")).isEqualTo("true");
    assertThat(resent.getFirst().header("webhook-id"))
        .isEqualTo(tried.getFirst().header("webhook-id"));
    await().until(() -> keys().isEmpty());
    assertThat(api.post(RETRY, "{\"date\":\"202108272230\"}").data().stringValue())
        .isEqualTo("failure");
  }

  @Test
  void what_fails_again_stays_for_one_more_round() throws IOException {
    giveUp(1);
    restart(Map.of(), new FastClock(20));

    retry("");
    await().until(() -> keys().get(0).get("retry").intValue() == 1);
    retry(",\"retry\":1");
    await().until(() -> keys().get(0).get("retry").intValue() == 2);

    assertThat(stored()).isEqualTo(1);
    List<Received> tried = inbox.next(6);
    assertThat(tried.stream().map(one -> one.header("weft-attempt")))
        .containsExactly("1", "2", "3", "1", "2", "3");
  }

  @Test
  void a_resend_goes_to_another_url_if_asked_to() throws IOException {
    giveUp(1);
    try (Inbox other = Inbox.open()) {
      retry(",\"targetUrl\":\"%s\"".formatted(other.url())).ok();

      assertThat(other.next().header("webhook-signature")).startsWith("v1,");
      await().until(() -> keys().isEmpty());
    }
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void both_spellings_of_the_path_work() {
    giveUp(1);
    inbox.answer(_ -> 200);

    assertThat(api.get("/callback/storage/info").data()).isEqualTo(keys());
    assertThat(
            api.post("/callback/storage/retry", "{\"date\":%s}".formatted(date()))
                .data()
                .stringValue())
        .isEqualTo("success");
    inbox.next();
  }

  @Test
  void what_makes_no_sense_or_leads_inside_is_refused() {
    giveUp(1);

    for (String body :
        new String[] {
          "{}", "{\"date\":\"\"}", "{\"date\":\"2021\"}", "{\"date\":\"202108272235\"}"
        }) {
      api.post(RETRY, body)
          .isError(
              400, "illegal_argument", "date must be the beginning of ten minutes as yyyyMMddHHmm");
    }
    assertThat(retry(",\"retry\":-1").status()).isEqualTo(400);
    assertThat(retry(",\"retry\":[]").status()).isEqualTo(400);
    for (String url :
        new String[] {
          "http://169.254.169.254/latest/meta-data",
          "http://10.1.2.3/",
          "http://[::ffff:10.1.2.3]/",
          "http://2130706433.example:99999/",
          "ftp://example.com/",
          "http://user:secret@example.com/",
          "not a url"
        }) {
      Reply refused = retry(",\"targetUrl\":\"%s\"".formatted(url));
      assertThat(refused.status()).as(url).isEqualTo(400);
      assertThat(refused.body().get("error").stringValue()).isEqualTo("illegal_argument");
    }
    assertThat(api.withToken(null).get(INFO).status()).isEqualTo(401);
    assertThat(api.withToken("nonsense").post(RETRY, "{}").status()).isEqualTo(401);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void calls_beyond_the_vendors_rate_are_refused() throws IOException {
    restart(
        Map.of("server.vendorRates", "true"),
        Clock.fixed(Clock.systemUTC().instant(), Clock.systemUTC().getZone()));
    for (int i = 0; i < 100; i++) {
      assertThat(api.get(i % 2 == 0 ? INFO : "/callback/storage/info").status()).isEqualTo(200);
    }

    api.get(INFO).isError(429, "reach_limit", "This request has reached api limit.");
  }

  @Test
  void what_nobody_resends_in_time_expires() throws IOException {
    giveUp(1);

    restart(Map.of(), Clock.offset(Clock.systemUTC(), Duration.ofDays(3).plusMinutes(1)));

    await().until(() -> keys().isEmpty());
    JsonNode expired = api.get("/callbacks/deliveries?state=expired").data();
    assertThat(expired.size()).isEqualTo(1);
    assertThat(Objects.requireNonNull(expired.get(0)).get("attempts").intValue()).isEqualTo(2);
  }

  @Test
  void keys_are_given_in_the_time_zone_of_the_setting() throws IOException {
    restart(Map.of("callback.storageZone", "UTC"), Clock.systemUTC());
    giveUp(1);
    long date = Long.parseLong(date());
    restart(Map.of("callback.storageZone", "UTC-12:00"), Clock.systemUTC());
    giveUpOneMore();

    assertThat(Long.parseLong(date()))
        .as("a key stays what it is; new ones follow")
        .isLessThan(date);
  }

  private void giveUpOneMore() {
    api.text("user1", thread, "one more");
    inbox.next(2);
    await().until(() -> stored() == 2);
  }
}
