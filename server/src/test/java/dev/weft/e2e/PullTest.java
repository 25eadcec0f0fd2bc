package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Callbacks that are fetched instead of sent.
@Timeout(180)
class PullTest {

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client().users("user1");
    group = api.group("user1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void restart() throws IOException {
    server.close();
    server = RunningServer.start(data);
    api = server.client();
  }

  private String thread(String name) {
    return api.thread(group, api.text("user1", group, "parent of " + name), name, "user1");
  }

  private JsonNode pullRule(String name) {
    return api.rule("{\"name\":\"%s\",\"delivery\":\"pull\"}".formatted(name));
  }

  private JsonNode events(String query) {
    return api.get("/callbacks/events?" + query).ok();
  }

  private static List<String> cursors(Iterable<JsonNode> events) {
    List<String> cursors = new ArrayList<>();
    events.forEach(event -> cursors.add(event.get("cursor").stringValue()));
    return cursors;
  }

  private static String of(JsonNode event) {
    return event.get("operation").stringValue() + "#" + event.get("sequence");
  }

  @Test
  void a_pull_rule_has_no_url_and_its_callbacks_are_never_pending() {
    JsonNode rule = pullRule("laptop");
    String thread = thread("t");
    api.text("user1", thread, "one");

    assertThat(rule.get("delivery").stringValue()).isEqualTo("pull");
    assertThat(rule.has("url")).isFalse();
    JsonNode listed = api.get("/callbacks/deliveries?rule=laptop").data();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("state").stringValue()).isEqualTo("offered");
    assertThat(listed.get(0).get("attempts").intValue()).isZero();
    assertThat(api.put("/callbacks/rules/laptop", rule.toString()).data().get("delivery"))
        .isEqualTo(rule.get("delivery"));
    assertThat(api.post("/callbacks/rules/laptop/test", "").error())
        .contains("400", "its callbacks are fetched");
    assertThat(api.put("/callbacks/rules/laptop", "{\"delivery\":\"push\"}").error())
        .contains("400", "delivery cannot be changed");
    assertThat(api.put("/callbacks/rules/laptop", "{\"url\":\"http://127.0.0.1/\"}").error())
        .contains("400", "url is for rules that push");
    assertThat(api.post("/callbacks/rules", "{\"name\":\"x\",\"delivery\":\"pigeon\"}").error())
        .contains("400", "delivery must be");
    api.put("/callbacks/rules/laptop", "{\"enabled\":false}").ok();
    api.text("user1", thread, "two");
    assertThat(events("rule=laptop").get("data")).hasSize(1);
  }

  @Test
  void an_event_is_the_callback_with_headers_that_verify() {
    JsonNode rule = pullRule("laptop");
    String thread = thread("t");
    String message = api.text("user1", thread, "Noodles \\u00e9 \\ud83c\\udf5c");
    api.recall(message, thread, "user1");

    JsonNode page = events("rule=laptop");

    assertThat(page.get("data")).extracting(PullTest::of).containsExactly("send#1", "recall#2");
    JsonNode event = page.get("data").get(0);
    assertThat(event.get("thread").stringValue()).isEqualTo(thread);
    Map<String, List<String>> headers = new HashMap<>();
    event
        .get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().stringValue())));
    assertThat(headers.get("webhook-id")).containsExactly(event.get("call_id").stringValue());
    assertThat(headers.get("weft-sequence")).containsExactly("1");
    byte[] body = event.get("body").stringValue().getBytes(StandardCharsets.UTF_8);
    CallbackReceiver receiver =
        CallbackReceiver.builder()
            .secret(rule.get("signing_secret").stringValue())
            .vendorSecret(rule.get("secret").stringValue())
            .build();
    assertThat(receiver.receive("POST", headers, body)).isInstanceOf(Reception.Accepted.class);
    body[body.length / 2]++;
    assertThat(receiver.receive("POST", headers, body)).isNotInstanceOf(Reception.Accepted.class);
  }

  @Test
  void what_is_sent_can_be_fetched_as_well_the_same_bytes() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.rule("{\"name\":\"sent\",\"url\":\"%s\"}".formatted(inbox.url()));
      pullRule("other");
      String thread = thread("t");
      for (int i = 0; i < 5; i++) {
        api.text("user1", thread, "m" + i);
      }
      List<Received> sent = inbox.next(5);

      JsonNode fetched = events("rule=sent&after=0").get("data");

      assertThat(fetched)
          .extracting(event -> event.get("body").stringValue())
          .containsExactlyElementsOf(sent.stream().map(Received::body).toList());
      assertThat(fetched)
          .extracting(event -> event.get("headers").get("weft-attempt").stringValue())
          .containsOnly("1");
      // Without a word about where to begin, what was sent already is not given again.
      assertThat(events("rule=sent").get("data")).isEmpty();
    }
  }

  @Test
  void a_walk_sees_each_callback_once_in_order_by_pages_of_any_size_also_over_a_restart()
      throws IOException {
    pullRule("laptop");
    String one = thread("one");
    String two = thread("two");
    for (int i = 0; i < 10; i++) {
      api.text("user1", one, "a" + i);
      api.text("user1", two, "b" + i);
    }

    List<JsonNode> walked = new ArrayList<>();
    String cursor = "0";
    for (int limit = 1; walked.size() < 20; limit++) {
      JsonNode page = events("rule=laptop&limit=%d&after=%s".formatted(limit, cursor));
      page.get("data").forEach(walked::add);
      cursor = page.get("cursor").stringValue();
      if (limit == 3) {
        restart();
      }
    }

    assertThat(cursors(walked)).doesNotHaveDuplicates().hasSize(20);
    assertThat(walked)
        .filteredOn(event -> event.get("thread").stringValue().equals(one))
        .extracting(event -> event.get("sequence").intValue())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(events("rule=laptop&after=" + cursor).get("data")).isEmpty();
    assertThat(events("rule=laptop&after=" + cursor).get("cursor").stringValue()).isEqualTo(cursor);
  }

  @Test
  void a_reader_who_waits_is_woken_by_the_commit() throws Exception {
    pullRule("laptop");
    String thread = thread("t");
    CompletableFuture<JsonNode> waiting =
        CompletableFuture.supplyAsync(
            () -> events("rule=laptop&wait=30"), Thread::startVirtualThread);

    api.text("user1", thread, "at last");

    assertThat(waiting.get(60, TimeUnit.SECONDS).get("data")).hasSize(1);
  }

  @Test
  void a_stream_has_what_is_there_then_what_happens() throws Exception {
    pullRule("laptop");
    String thread = thread("t");
    api.text("user1", thread, "before");

    try (Feed feed = Feed.open(api, "rule=laptop")) {
      assertThat(of(feed.next())).isEqualTo("send#1");
      api.text("user1", thread, "now");
      JsonNode second = feed.next();
      assertThat(of(second)).isEqualTo("send#2");

      api.text("user1", thread, "later");
      try (Feed resumed =
          Feed.open(
              api, "rule=laptop&after=0", "Last-Event-ID", second.get("cursor").stringValue())) {
        assertThat(of(resumed.next())).isEqualTo("send#3");
      }
      try (Feed latest = Feed.open(api, "rule=laptop&after=latest")) {
        api.text("user1", thread, "last");
        assertThat(of(latest.next())).isEqualTo("send#4");
      }
    }
  }

  @Test
  void a_stream_ends_properly_when_the_server_stops_or_the_rule_goes() throws Exception {
    pullRule("gone");
    pullRule("stays");

    try (Feed gone = Feed.open(api, "rule=gone");
        Feed stays = Feed.open(api, "rule=stays")) {
      api.delete("/callbacks/rules/gone").ok();
      assertThat(gone.endsNow()).isTrue();

      restart();
      assertThat(stays.endsNow()).isTrue();
    }
  }

  @Test
  void a_client_that_does_not_read_holds_up_nobody() throws Exception {
    pullRule("laptop");
    String thread = thread("t");
    String text = "x".repeat(3_000);
    try (SilentClient silent = SilentClient.open(server.url(), api, "rule=laptop");
        Feed feed = Feed.open(api, "rule=laptop")) {
      // More than the buffers of a socket hold.
      for (int i = 0; i < 400; i++) {
        api.text("user1", thread, text);
      }
      assertThat(feed.next(400)).extracting(event -> event.get("sequence").intValue()).isSorted();
      assertThat(silent.isOpen()).isTrue();
    }
  }

  @Test
  void a_consumer_goes_on_where_it_committed_also_after_a_restart() throws Exception {
    pullRule("laptop");
    String thread = thread("t");
    for (int i = 0; i < 3; i++) {
      api.text("user1", thread, "m" + i);
    }
    List<String> cursors = cursors(events("rule=laptop&consumer=dev").get("data"));
    assertThat(events("rule=laptop&consumer=dev").get("data")).hasSize(3);

    JsonNode committed = commit("dev", cursors.get(1)).data();
    restart();

    assertThat(committed.get("cursor").stringValue()).isEqualTo(cursors.get(1));
    assertThat(cursors(events("rule=laptop&consumer=dev").get("data")))
        .containsExactly(cursors.get(2));
    assertThat(events("rule=laptop&consumer=other").get("data")).hasSize(3);
    try (Feed feed = Feed.open(api, "rule=laptop&consumer=dev")) {
      assertThat(feed.next().get("cursor").stringValue()).isEqualTo(cursors.get(2));
    }
  }

  @Test
  void commits_go_forward_only_and_never_past_what_has_happened() {
    pullRule("laptop");
    String thread = thread("t");
    api.text("user1", thread, "one");
    api.text("user1", thread, "two");
    List<String> cursors = cursors(events("rule=laptop").get("data"));

    commit("dev", cursors.get(1)).ok();
    assertThat(commit("dev", cursors.get(0)).data().get("cursor").stringValue())
        .isEqualTo(cursors.get(1));
    assertThat(commit("dev", "999999").error()).contains("400", "no callback with this cursor yet");
    assertThat(commit("new", "latest").data().get("cursor").stringValue())
        .isEqualTo(cursors.get(1));
    assertThat(commit("b d", "0").error()).contains("400", "a consumer is named by");
    assertThat(commit("dev", "soon").error()).contains("400", "a cursor is one");

    assertThat(api.get("/callbacks/consumers?rule=laptop").data())
        .extracting(consumer -> consumer.get("consumer").stringValue())
        .containsExactly("dev", "new");
    assertThat(commit("slow", "0").data().has("lag")).isFalse();
    assertThat(api.get("/callbacks/consumers?rule=laptop").data())
        .extracting(consumer -> consumer.get("lag").intValue())
        .containsExactly(0, 0, 2);
    api.delete("/callbacks/consumers/dev?rule=laptop").ok();
    assertThat(api.delete("/callbacks/consumers/dev?rule=laptop").error()).contains("404");
    assertThat(events("rule=laptop&consumer=dev").get("data")).hasSize(2);
  }

  @Test
  void a_rule_has_so_many_consumers_and_takes_them_along() {
    pullRule("laptop");
    for (int i = 0; i < 100; i++) {
      commit("c" + i, "0").ok();
    }

    assertThat(commit("c100", "0").error()).contains("403 exceed_limit", "100 consumers already");
    commit("c99", "0").ok();
    api.delete("/callbacks/rules/laptop").ok();
    pullRule("laptop");
    assertThat(api.get("/callbacks/consumers?rule=laptop").data()).isEmpty();
  }

  @Test
  void wants_a_rule_of_the_app() {
    assertThat(api.get("/callbacks/events").error()).contains("400", "rule is required");
    assertThat(api.get("/callbacks/events?rule=none").error()).contains("404", "\"none\"");
    assertThat(api.get("/callbacks/stream?rule=none").error()).contains("404", "\"none\"");
    pullRule("laptop");
    assertThat(api.get("/callbacks/events?rule=laptop&after=x").error()).contains("400");
    assertThat(api.withToken(null).get("/callbacks/stream?rule=laptop").status()).isEqualTo(401);
  }

  private ApiClient.Reply commit(String consumer, String cursor) {
    return api.post(
        "/callbacks/consumers/" + consumer.replace(" ", "%20") + "/commit",
        "{\"rule\":\"laptop\",\"cursor\":\"%s\"}".formatted(cursor));
  }
}
