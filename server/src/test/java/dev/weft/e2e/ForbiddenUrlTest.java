package dev.weft.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Wherever an app can say where callbacks go, the same guard stands. What it knows is in
/// `AddressGuardTest`.
class ForbiddenUrlTest {

  private static final String RULE = "{\"name\":\"%s\",\"url\":\"%s\"}";

  @TempDir private Path folder;
  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder, Map.of(), Clock.systemUTC());
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static final String[] SPELLINGS = {
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://169.254.169.254./",
    "http://%31%36%39.254.169.254/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[::10.0.0.1]/",
    "http://[::]/",
    "http://0/",
    "https://user@192.168.0.1/",
    "http://192。168。0。1/",
    "http://①⑥⑨.254.169.254/",
    "http://[fe80::1%25eth0]/",
    "http://10.1/",
    "http:///x",
    "http://10.0.0.1:99999/",
    "gopher://10.0.0.1/",
    "http:10.0.0.1"
  };

  static String[] spellings() {
    return SPELLINGS;
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void neither_a_new_rule_nor_a_changed_one_gets_past_it(String url) {
    assertRefused(api.post("/callbacks/rules", RULE.formatted("new", url)));

    api.rule(RULE.formatted("old", "http://127.0.0.1:1/"));
    assertRefused(api.put("/callbacks/rules/old", "{\"url\":\"%s\"}".formatted(url)));
    JsonNode kept = api.get("/callbacks/rules/old").data();
    assertThat(kept.get("url").stringValue()).isEqualTo("http://127.0.0.1:1/");
  }

  private static void assertRefused(Reply reply) {
    assertThat(reply.status()).as(reply.error()).isEqualTo(400);
    assertThat(reply.error()).contains("illegal_argument").doesNotContain("name it");
  }

  @Test
  void neither_a_replay_nor_a_resend_nor_a_retry_of_the_storage_gets_past_it() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.users("user1");
      String group = api.group("user1");
      String thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
      api.rule("{\"name\":\"r\",\"url\":\"%s\",\"retry\":\"vendor\"}".formatted(inbox.url()));
      String taken = api.text("user1", thread, "taken");
      inbox.next();
      await().until(() -> attempted(taken).get("state").stringValue().equals("delivered"));
      inbox.answer(_ -> 500);
      String given = api.text("user1", thread, "given up");
      inbox.next(2);
      await().until(() -> attempted(given).get("state").stringValue().equals("stored"));
      String call = URLEncoder.encode(attempted(taken).get("call_id").stringValue(), UTF_8);
      String date = api.get("/callbacks/storage/info").data().get(0).get("date").stringValue();

      for (String url : SPELLINGS) {
        String target = "\"rule\":\"r\",\"target_url\":\"%s\"".formatted(url);
        assertRefused(api.post("/callbacks/replay", "{\"since\":0,%s}".formatted(target)));
        assertRefused(
            api.post("/callbacks/deliveries/" + call + "/resend", "{%s}".formatted(target)));
        assertRefused(
            api.post(
                "/callbacks/storage/retry",
                "{\"date\":\"%s\",\"targetUrl\":\"%s\"}".formatted(date, url)));
      }

      assertThat(api.get("/callbacks/replay").data().size()).as("jobs").isZero();
      assertThat(
              api.post(
                      "/callbacks/replay",
                      "{\"since\":0,\"rule\":\"r\",\"target_url\":\"%s\"}".formatted(inbox.url()))
                  .status())
          .as("where callbacks may go")
          .isEqualTo(200);
    }
  }

  /// As after a change of `callback.allow`: the rule was made when its address was permitted.
  @Test
  void neither_the_test_button_nor_a_delivery_gets_past_it_although_the_rule_exists()
      throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.users("user1");
      String group = api.group("user1");
      String thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
      api.rule(RULE.formatted("old", inbox.url()));
      server.close();
      server = RunningServer.start(folder, Map.of("callback.allow", ""), Clock.systemUTC());
      api = server.client();

      JsonNode attempt = api.post("/callbacks/rules/old/test", "{}").data();
      String message = api.text("user1", thread, "hello");

      assertThat(attempt.toString())
          .contains("\"failure\":\"forbidden\"")
          .contains("--callback-allow 127.0.0.1");
      await().until(() -> attempted(message).get("attempts").intValue() > 0);
      String call = URLEncoder.encode(attempted(message).get("call_id").stringValue(), UTF_8);
      assertThat(api.get("/callbacks/deliveries/" + call).data().toString())
          .contains("\"failure\":\"forbidden\"");
      assertThat(inbox.isEmpty()).isTrue();
    }
  }

  private JsonNode attempted(String message) {
    return api.get("/callbacks/deliveries?msg_id=" + message).data().get(0);
  }
}
