package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Callbacks are sent once more on request, beside what happens live.
class ReplayTest {

  private static final String REPLAY = "/callbacks/replay";

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String group;
  private String thread;

  @BeforeEach
  void have_a_thread_with_a_rule() throws IOException {
    inbox = Inbox.open();
    server = RunningServer.start(data);
    api = server.client().users("user1");
    group = api.group("user1");
    thread = thread();
    api.rule("{\"name\":\"r1\",\"url\":\"%s\"}".formatted(inbox.url()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private String thread() {
    return api.thread(group, api.text("user1", group, "parent"), "t", "user1");
  }

  private List<Received> sent(String to, int count) {
    for (int i = 0; i < count; i++) {
      api.text("user1", to, "m" + i);
    }
    List<Received> received = inbox.next(count);
    await().until(() -> api.get("/callbacks/deliveries?state=pending").data(), JsonNode::isEmpty);
    return received;
  }

  private long start(String body) {
    return api.post(REPLAY, body).data().get("id").longValue();
  }

  private JsonNode job(long id) {
    return api.get(REPLAY + "/" + id).data();
  }

  private JsonNode ended(long id) {
    return await().until(() -> job(id), job -> !job.get("state").stringValue().equals("running"));
  }

  private static List<String> bodies(List<Received> received) {
    return received.stream().map(Received::body).toList();
  }

  @Test
  void a_thread_is_sent_again_as_it_was() {
    List<Received> first = sent(thread, 5);
    sent(thread(), 2);

    JsonNode job = ended(start("{\"thread\":\"%s\"}".formatted(thread)));

    assertThat(job.get("state").stringValue()).isEqualTo("done");
    assertThat(job.get("queued").intValue()).isEqualTo(5);
    assertThat(job.get("delivered").intValue()).isEqualTo(5);
    assertThat(job.at("/selection/thread").stringValue()).isEqualTo(thread);
    List<Received> again = inbox.next(5);
    assertThat(bodies(again)).isEqualTo(bodies(first));
    assertThat(again).allMatch(one -> "true".equals(one.header("weft-replay")));
    assertThat(first).noneMatch(one -> one.headers().containsKey("weft-replay"));
    assertThat(api.get(REPLAY).data().get(0)).isEqualTo(job);
    JsonNode logged =
        api.get("/callbacks/deliveries/" + callId(first.getFirst()).replace("#", "%23")).data();
    assertThat(logged.get(0).has("job")).isFalse();
    assertThat(logged.get(1).get("kind").stringValue()).isEqualTo("replay");
    assertThat(logged.get(1).get("job")).isEqualTo(job.get("id"));
  }

  private static String callId(Received received) {
    return Objects.requireNonNull(received.header("webhook-id"));
  }

  @Test
  void what_happens_live_arrives_while_a_slow_replay_is_under_way() {
    sent(thread, 20);
    String other = thread();
    long job = start("{\"thread\":\"%s\",\"rate\":1}".formatted(thread));
    assertThat(inbox.next().header("weft-replay")).isEqualTo("true");

    for (int i = 0; i < 30; i++) {
      api.text("user1", i % 2 == 0 ? thread : other, "live" + i);
    }
    List<Received> live = new ArrayList<>();
    while (live.size() < 30) {
      Received one = inbox.next();
      if (one.header("weft-replay") == null) {
        live.add(one);
      }
    }

    JsonNode now = job(job);
    assertThat(now.get("state").stringValue()).isEqualTo("running");
    assertThat(now.get("queued").intValue()).isLessThan(20);
    JsonNode cancelled = api.delete(REPLAY + "/" + job).data();
    assertThat(cancelled.get("state").stringValue()).isEqualTo("cancelled");
    assertThat(cancelled.has("finished")).isTrue();
    assertThat(job(job).get("queued").intValue()).isLessThan(20);
  }

  @Test
  void it_goes_to_another_url_under_a_name_of_its_own() throws IOException {
    List<Received> first = sent(thread, 3);
    try (Inbox other = Inbox.open()) {
      JsonNode job = ended(start("{\"rule\":\"r1\",\"target_url\":\"%s\"}".formatted(other.url())));

      assertThat(bodies(other.next(3))).isEqualTo(bodies(first));
      String call = callId(first.getFirst()).replace("#", "%23");
      JsonNode copy = api.get("/callbacks/deliveries/" + call).data().get(1);
      assertThat(copy.get("rule").stringValue()).isEqualTo("replay-" + job.get("id"));
      assertThat(copy.get("state").stringValue()).isEqualTo("delivered");
    }
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void one_callback_is_sent_again_by_its_call_id() {
    List<Received> first = sent(thread, 3);
    String call = callId(first.get(1)).replace("#", "%23");

    JsonNode job = api.post("/callbacks/deliveries/" + call + "/resend", "").data();

    assertThat(job.get("kind").stringValue()).isEqualTo("resend");
    assertThat(inbox.next().body()).isEqualTo(first.get(1).body());
    assertThat(ended(job.get("id").longValue()).get("queued").intValue()).isEqualTo(1);
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void a_dry_run_counts_and_sends_nothing() {
    sent(thread, 4);
    String message = api.text("user1", thread, "last");
    inbox.next();
    await().until(() -> api.get("/callbacks/deliveries?state=pending").data(), JsonNode::isEmpty);

    JsonNode all = api.post(REPLAY, "{\"rule\":\"r1\",\"dry_run\":true}").data();
    JsonNode one =
        api.post(REPLAY, "{\"msg_id\":\"%s\",\"dry_run\":true}".formatted(message)).data();

    assertThat(all.get("count").intValue()).isEqualTo(5);
    assertThat(all.get("exact").booleanValue()).isTrue();
    assertThat(all.get("first").longValue()).isLessThan(all.get("last").longValue());
    assertThat(one.get("count").intValue()).isEqualTo(1);
    assertThat(api.get(REPLAY).data()).isEmpty();
    assertThat(api.get("/callbacks/deliveries").data().size()).isEqualTo(5);
  }

  @Test
  void what_makes_no_sense_is_refused_in_one_sentence() {
    Map<String, String> refused =
        Map.of(
            "{}", "say what to replay",
            "{\"dry_run\":true}", "say what to replay",
            "{\"thred\":\"1\"}", "unknown field \"thred\"",
            "{\"since\":-1}", "since must be",
            "{\"state\":\"pending\"}", "what is pending",
            "{\"state\":\"lost\"}", "state must be one of",
            "{\"since\":0,\"rate\":0}", "rate must be 1 to 1000",
            "{\"since\":0,\"rate\":99999999999}", "rate must be 1 to 1000",
            "{\"since\":0,\"target_url\":\"http://127.0.0.1:1/\"}", "to another URL",
            "{\"rule\":\"r1\",\"target_url\":\"http://10.0.0.1/\"}", "10.0.0.1 is");
    refused.forEach(
        (body, sentence) -> {
          Reply reply = api.post(REPLAY, body);
          assertThat(reply.status()).as(body).isEqualTo(400);
          assertThat(reply.body().get("error_description").stringValue()).startsWith(sentence);
        });
    assertThat(api.post(REPLAY, "{\"rule\":\"nobody\"}").status()).isEqualTo(404);
    assertThat(api.get(REPLAY + "/x").status()).isEqualTo(404);
    assertThat(api.post("/callbacks/deliveries/unknown/resend", "").status()).isEqualTo(404);
    assertThat(api.get(REPLAY).data()).isEmpty();
  }
}
