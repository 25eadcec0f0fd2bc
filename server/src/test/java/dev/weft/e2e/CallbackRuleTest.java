package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Callback rules over REST, and what they do to callbacks.
class CallbackRuleTest {

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String group;
  private String parent;
  private String thread;

  @BeforeEach
  void have_a_thread() throws IOException {
    inbox = Inbox.open();
    start(Map.of());
    api.users("user1", "user2");
    group = api.group("user1", "user2");
    parent = api.text("user1", group, "parent");
    thread = api.thread(group, parent, "t", "user1");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private void start(Map<String, String> overrides) {
    server = RunningServer.start(data, overrides, java.time.Clock.systemUTC());
    api = server.client();
  }

  private JsonNode rule(String name, String more) {
    return api.rule("{\"name\":\"%s\",\"url\":\"%s\"%s}".formatted(name, inbox.url(), more));
  }

  @Test
  void a_rule_is_made_read_changed_and_removed() {
    JsonNode made = rule("r1", ",\"events\":[\"thread\",\"recall\"],\"retry\":[\"0s\",\"100ms\"]");

    assertThat(made.get("secret").stringValue()).isNotEmpty();
    assertThat(made.get("signing_secret").stringValue()).startsWith("whsec_");
    assertThat(api.get("/callbacks/rules/r1").data()).isEqualTo(made);
    assertThat(api.get("/callbacks/rules").data().size()).isEqualTo(1);
    assertThat(made.get("retry").toString()).isEqualTo("[\"0s\",\"100ms\"]");
    JsonNode changed = api.put("/callbacks/rules/r1", "{\"enabled\":false}").data();
    assertThat(changed.get("enabled").booleanValue()).isFalse();
    assertThat(changed.get("secret")).isEqualTo(made.get("secret"));
    assertThat(api.delete("/callbacks/rules/r1").data().get("name").stringValue()).isEqualTo("r1");
    api.get("/callbacks/rules/r1")
        .isError(404, "resource_not_found", "there is no callback rule named \"r1\"");
  }

  @Test
  void rules_are_listed_by_page_oldest_first() {
    List<String> names = new java.util.ArrayList<>();
    for (int i = 0; i < 120; i++) {
      names.add("r" + i);
      rule("r" + i, "");
    }

    List<String> seen = new java.util.ArrayList<>();
    Reply page = api.get("/callbacks/rules");
    assertThat(page.data().size()).as("by default").isEqualTo(50);
    page.data().forEach(rule -> seen.add(rule.get("name").stringValue()));
    // A page goes on where the one before ended, whatever went away meanwhile.
    api.delete("/callbacks/rules/r49").ok();
    while (page.body().has("cursor")) {
      page = api.get("/callbacks/rules?limit=40&cursor=" + page.body().get("cursor").stringValue());
      page.data().forEach(rule -> seen.add(rule.get("name").stringValue()));
    }

    assertThat(seen).isEqualTo(names);
    assertThat(api.get("/callbacks/rules?limit=100000").data().size()).isEqualTo(119);
    assertThat(api.get("/callbacks/rules?limit=0").data().size()).isEqualTo(1);
    assertThat(api.get("/callbacks/rules?cursor=nonsense").data().size()).isZero();
  }

  @Test
  void limits_are_kept_as_they_were_given_and_taken_away_with_null() throws IOException {
    rule("r1", ",\"on_poison\":{\"park\":3},\"max_concurrency\":4,\"max_per_second\":0.5");
    server.close();
    start(Map.of());

    JsonNode kept = api.get("/callbacks/rules/r1").data();
    assertThat(kept.get("on_poison").toString()).isEqualTo("{\"park\":3}");
    assertThat(kept.get("max_concurrency").intValue()).isEqualTo(4);
    assertThat(kept.get("max_per_second").doubleValue()).isEqualTo(0.5);
    JsonNode freed =
        api.put(
                "/callbacks/rules/r1",
                "{\"on_poison\":\"hold\",\"max_concurrency\":null,\"max_per_second\":null}")
            .data();
    assertThat(freed.get("on_poison").stringValue()).isEqualTo("hold");
    assertThat(freed.has("max_concurrency") || freed.has("max_per_second")).isFalse();
  }

  @Test
  void a_rule_shows_how_it_stands_and_is_resumed() {
    rule("r1", ",\"retry\":[\"0s\",\"0s\"]");
    inbox.answer(_ -> 410);
    api.text("user1", thread, "x");
    inbox.next();
    await().until(() -> health().get("state").stringValue().equals("paused"));
    assertThat(health().get("reason").stringValue()).contains("410");
    assertThat(health().get("since").isNumber()).isTrue();

    inbox.answer(_ -> 200);
    JsonNode resumed = api.post("/callbacks/rules/r1/resume", "").data();

    assertThat(resumed.get("health").toString()).isEqualTo("{\"state\":\"delivering\"}");
    assertThat(inbox.next().header("weft-attempt")).isEqualTo("2");
  }

  private JsonNode health() {
    return api.get("/callbacks/rules/r1").data().get("health");
  }

  @Test
  void a_bad_rule_is_refused_by_the_name_of_the_field() {
    rule("taken", "");
    String ok = "\"name\":\"x\",\"url\":\"http://127.0.0.1:1/\"";
    Map<String, String> refused =
        Map.of(
            "{\"url\":\"http://127.0.0.1:1/\"}",
            "name is required",
            "{\"name\":\"x\"}",
            "url is required",
            "{\"name\":\"x y\",\"url\":\"http://127.0.0.1:1/\"}",
            "name must be 1 to 32",
            "{\"name\":\"x\",\"url\":\"ftp://127.0.0.1/\"}",
            "url must be an http or https URL",
            "{" + ok + ",\"evnts\":[]}",
            "unknown field \"evnts\"",
            "{" + ok + ",\"events\":[\"nothing\"]}",
            "events has an unknown kind \"nothing\"",
            "{" + ok + ",\"retry\":[\"soon\"]}",
            "retry has \"soon\"",
            "{" + ok + ",\"signing_secret\":\"whsec_\"}",
            "signing_secret must be base64",
            "{" + ok + ",\"on_poison\":{\"park\":0}}",
            "on_poison must be");
    for (String limit :
        new String[] {"\"max_concurrency\":0", "\"max_concurrency\":1.5", "\"max_per_second\":0"}) {
      Reply reply = api.post("/callbacks/rules", "{" + ok + "," + limit + "}");
      assertThat(reply.status()).as(limit).isEqualTo(400);
    }
    refused.forEach(
        (body, sentence) -> {
          Reply reply = api.post("/callbacks/rules", body);
          assertThat(reply.status()).as(body).isEqualTo(400);
          assertThat(reply.body().get("error_description").stringValue()).startsWith(sentence);
        });
    assertThat(
            api.post("/callbacks/rules", "{\"name\":\"taken\",\"url\":\"http://127.0.0.1:1/\"}")
                .status())
        .isEqualTo(409);
  }

  @Test
  void a_url_that_leads_inside_is_refused_with_the_address_and_the_setting() {
    for (String host : new String[] {"10.1.2.3", "169.254.169.254", "[::1]", "100.64.0.1"}) {
      Reply reply =
          api.post("/callbacks/rules", "{\"name\":\"x\",\"url\":\"http://%s/\"}".formatted(host));

      assertThat(reply.status()).as(host).isEqualTo(400);
      assertThat(reply.body().get("error_description").stringValue())
          .contains(host.replaceAll("[\\[\\]]", "").replace("::1", "1"))
          .contains("--callback-allow");
    }
  }

  @Test
  void the_test_button_sends_a_sample_and_tells_what_came_back() {
    rule("r1", "");
    inbox.answer(_ -> 503);

    JsonNode result = api.post("/callbacks/rules/r1/test", "").data();

    Received received = inbox.next();
    assertThat(result.get("delivered").booleanValue()).isFalse();
    assertThat(result.get("status").intValue()).isEqualTo(503);
    assertThat(result.get("timings").get("total_ms").isNumber()).isTrue();
    assertSameShape(received.json(), vector("thread_callback_send.json"), Set.of());
    inbox.answer(_ -> 200);
    assertThat(api.post("/callbacks/rules/r1/test", "").data().get("delivered").booleanValue())
        .isTrue();
  }

  @Test
  void a_new_signing_secret_leaves_the_old_one_live() {
    JsonNode old = rule("r1", "");
    String fresh = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    JsonNode rotated =
        api.put("/callbacks/rules/r1", "{\"signing_secret\":\"%s\"}".formatted(fresh)).data();
    api.text("user1", thread, "x");

    assertThat(rotated.get("previous_signing_secret")).isEqualTo(old.get("signing_secret"));
    assertThat(inbox.next().header("webhook-signature")).matches("v1,\\S+ v1,\\S+");
  }

  @Test
  void a_failing_callback_holds_up_its_thread_and_no_other() {
    rule("r1", ",\"retry\":[\"0s\",\"50ms\",\"50ms\",\"50ms\",\"50ms\",\"50ms\"]");
    String otherParent = api.text("user1", group, "other parent");
    String other = api.thread(group, otherParent, "other", "user1");
    AtomicInteger refusals = new AtomicInteger(3);
    inbox.answer(
        one ->
            one.body().contains("\"id\":\"" + thread + "\"") && refusals.getAndDecrement() > 0
                ? 500
                : 200);

    api.text("user1", thread, "first");
    api.text("user1", thread, "second");
    api.text("user1", other, "elsewhere");

    List<Received> received = inbox.next(6);
    assertThat(received.stream().filter(one -> isOf(one, thread)).map(this::attempt))
        .containsExactly("1/1", "1/2", "1/3", "1/4", "2/1");
    assertThat(received.stream().filter(one -> isOf(one, other)).map(this::attempt))
        .containsExactly("1/1");
    assertThat(
            received.stream()
                .filter(one -> isOf(one, thread))
                .limit(4)
                .map(Received::body)
                .distinct())
        .as("every attempt has the same body")
        .hasSize(1);
  }

  @Test
  void what_could_not_be_delivered_before_a_restart_is_delivered_after() throws IOException {
    rule("r1", ",\"retry\":[\"0s\",\"200ms\",\"200ms\",\"1s\",\"1s\",\"1s\",\"1s\",\"1s\"]");
    inbox.answer(_ -> 500);
    api.text("user1", thread, "first");
    api.text("user1", thread, "second");
    Received refused = inbox.next();
    server.close();
    inbox.answer(_ -> 200);
    start(Map.of());

    List<Received> rest = inbox.next(2);
    while (!sequence(rest.getLast()).equals("2")) {
      rest = inbox.next(1);
    }

    assertThat(sequence(refused)).isEqualTo("1");
    assertThat(sequence(rest.getLast())).isEqualTo("2");
  }

  @Test
  void the_delivery_log_tells_every_attempt() {
    rule("r1", ",\"retry\":[\"0s\",\"10ms\"]");
    AtomicInteger refusals = new AtomicInteger(1);
    inbox.answer(_ -> refusals.getAndDecrement() > 0 ? 500 : 200);
    String message = api.text("user1", thread, "x");
    inbox.next(2);

    JsonNode listed =
        org.awaitility.Awaitility.await()
            .until(
                () -> api.get("/callbacks/deliveries?msg_id=" + message).data(),
                page -> page.get(0).get("state").stringValue().equals("delivered"));
    String callId = listed.get(0).get("call_id").stringValue().replace("#", "%23");
    JsonNode story = api.get("/callbacks/deliveries/" + callId).data().get(0);

    assertThat(listed.size()).isEqualTo(1);
    assertThat(story.get("rule").stringValue()).isEqualTo("r1");
    assertThat(story.get("attempts").size()).isEqualTo(2);
    assertThat(story.get("attempts").get(0).get("status").intValue()).isEqualTo(500);
    assertThat(story.get("attempts").get(0).get("request_headers").toString())
        .contains("\"weft-attempt\",\"value\":\"1\"");
    assertThat(story.get("attempts").get(0).get("answer_headers").toString())
        .contains("Content-length");
    assertThat(story.get("attempts").get(1).get("answer_headers").size()).isZero();
    assertThat(story.get("attempts").get(1).get("verdict").stringValue()).isEqualTo("delivered");
  }

  @Test
  void the_ordinary_callback_comes_before_the_thread_callback_and_looks_as_documented() {
    rule("r1", ",\"events\":[\"thread\",\"message\",\"recall\",\"edit\"]");
    String message = api.text("user1", thread, "second");
    api.put(
            "/messages/rewrite/" + message,
            "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"edited\"},\"new_ext\":{\"key1\":\"v\"}}")
        .ok();
    api.recall(message, thread, "user1");

    List<JsonNode> received = inbox.next(6).stream().map(Received::json).toList();

    assertThat(received.stream().map(one -> one.get("chat_type").stringValue()))
        .containsExactly("groupchat", "notify", "edit", "notify", "recall", "notify");
    assertSameShape(received.get(0), vector("thread_message_as_group_callback.json"));
    assertSameShape(
        received.get(2),
        vector("edit_callback_2025_08.json"),
        Set.of("from", "to", "host", "securityVersion"));
    assertThat(
            received
                .get(2)
                .get("payload")
                .get("meta")
                .get("edit_msg")
                .get("operator")
                .stringValue())
        .isEqualTo("easemob_rest_app_admin");
    assertSameShape(
        received.get(4), vector("recall_callback.json"), Set.of("group_id", "securityVersion"));
    assertThat(received.get(4).get("recall_id").stringValue()).isEqualTo(message);
  }

  @Test
  void threads_themselves_are_told_of_when_asked_for() {
    rule("r1", ",\"events\":[\"thread_lifecycle\"]");
    String second = api.thread(group, api.text("user1", group, "p2"), "t2", "user1");
    api.put("/thread/" + second, "{\"name\":\"renamed\"}").ok();
    api.post("/thread/" + second + "/users", "{\"usernames\":[\"user2\"]}").ok();
    api.call("DELETE", "/thread/" + second + "/users", "{\"usernames\":[\"user2\"]}").ok();
    api.delete("/thread/" + second).ok();

    assertThat(
            inbox.next(5).stream()
                .map(one -> one.json().get("payload").get("data").get("operation").stringValue()))
        .containsExactly("create", "update", "join", "kick", "delete");
  }

  private boolean isOf(Received one, String id) {
    return one.json().get("payload").get("data").get("id").stringValue().equals(id);
  }

  private String attempt(Received one) {
    return sequence(one) + "/" + one.header("weft-attempt");
  }

  private static String sequence(Received one) {
    return java.util.Objects.requireNonNull(one.header("weft-sequence"));
  }
}
