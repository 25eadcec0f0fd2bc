package dev.weft.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.receiver.Json;
import dev.weft.receiver.pull.AppCalls;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A call with an `Idempotency-Key` is made once, however often it is sent.
@ParameterizedClass(name = "on PostgreSQL: {0}")
@ValueSource(booleans = {false, true})
class IdempotencyTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path data;
  @Parameter private boolean postgres;

  private final TestClock clock = new TestClock();

  private RunningServer start() {
    Map<String, String> settings = postgres ? PostgresServer.settings(data) : Map.of();
    return RunningServer.start(data, settings, clock);
  }

  /// What came back, to the byte.
  private record Raw(int status, String body, boolean replayed) {
    JsonNode json() {
      return ApiClient.JSON.readTree(body);
    }
  }

  private static Raw send(ApiClient api, String method, String path, String key, String body)
      throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            api.request(path)
                .header("Idempotency-Key", key)
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return new Raw(
        answer.statusCode(),
        answer.body(),
        answer.headers().firstValue("Idempotent-Replayed").isPresent());
  }

  private static String text(String to, String text) {
    return "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
        .formatted(to, text);
  }

  @Test
  void the_same_answer_comes_again_and_nothing_is_made_twice() throws Exception {
    try (RunningServer server = start();
        Inbox inbox = Inbox.open()) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));

      Raw first = send(api, "POST", "/messages/chatgroups", "k-1", text(group, "once"));
      clock.advance(Duration.ofHours(23));
      Raw again = send(api, "POST", "/messages/chatgroups", "\"k-1\"", text(group, "once"));
      String closing = api.text("user1", group, "closing");

      assertThat(first.status()).isEqualTo(200);
      assertThat(first.replayed()).isFalse();
      assertThat(again).isEqualTo(new Raw(200, first.body(), true));
      assertThat(inbox.next(2).stream().map(one -> one.json().at("/msg_id").asString()))
          .containsExactly(first.json().at("/data/" + group).asString(), closing);
    }
  }

  @Test
  void a_day_later_the_key_is_free_again() throws Exception {
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");

      Raw first = send(api, "POST", "/messages/chatgroups", "k", text(group, "once"));
      clock.advance(Duration.ofHours(24).plusMillis(1));
      Raw later =
          send(server.client(), "POST", "/messages/chatgroups", "k", text(group, "another"));

      assertThat(later.status()).isEqualTo(200);
      assertThat(later.replayed()).isFalse();
      assertThat(later.body()).isNotEqualTo(first.body());
    }
  }

  @Test
  void another_request_with_the_same_key_is_refused() throws Exception {
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      assertThat(send(api, "POST", "/messages/chatgroups", "k", text(group, "a")).status())
          .isEqualTo(200);

      for (Raw other :
          List.of(
              send(api, "POST", "/messages/chatgroups", "k", text(group, "b")),
              send(api, "POST", "/messages/chatgroups?x=1", "k", text(group, "a")),
              send(api, "POST", "/messages/users", "k", text(group, "a")))) {
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().at("/error").asString()).isEqualTo("idempotency_key_reused");
      }
    }
  }

  @Test
  void a_call_that_fails_keeps_its_key_free() throws Exception {
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1");
      String body = "{\"groupname\":\"g\",\"public\":true,\"owner\":\"user2\"}";

      assertThat(send(api, "POST", "/chatgroups", "k", body).status()).isEqualTo(404);
      api.users("user2");
      Raw made = send(api, "POST", "/chatgroups", "k", body);

      assertThat(made.status()).isEqualTo(200);
      assertThat(made.replayed()).isFalse();
    }
  }

  @Test
  void a_key_must_be_one() throws Exception {
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1");
      for (String key : List.of("", "a b", "\"", "\"a", "x".repeat(256))) {
        Raw refused = send(api, "POST", "/chatgroups", key, "{}");
        assertThat(refused.status()).as(key).isEqualTo(400);
        assertThat(refused.json().at("/error_description").asString())
            .isEqualTo("Idempotency-Key must be 1 to 255 visible ASCII characters");
      }
    }
  }

  @Test
  void keys_of_members_have_nothing_to_do_with_each_other() throws Exception {
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1", "user2");
      String group = api.group("user1", "user2");
      String message = api.text("user1", group, "parent");

      Raw app = send(api, "POST", "/messages/chatgroups", "k", text(group, "app"));
      ApiClient member = api.as("user2");
      String thread =
          "{\"group_id\":\"%s\",\"name\":\"t\",\"msg_id\":\"%s\",\"owner\":\"user2\"}"
              .formatted(group, message);
      Raw own = send(member, "POST", "/thread", "k", thread);

      assertThat(app.status()).isEqualTo(200);
      assertThat(own.status()).as(own.body()).isEqualTo(200);
      assertThat(own.replayed()).isFalse();
    }
  }

  /// What takes long is done before the unit of work; what is told is told after it.
  @Test
  void users_rules_and_jobs_are_made_once() throws Exception {
    try (RunningServer server = start();
        Inbox inbox = Inbox.open()) {
      ApiClient api = server.client();
      String users =
          "[{\"username\":\"user1\",\"password\":\"1\"},{\"username\":\"user2\",\"password\":\"2\"}]";
      String rule =
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url());
      String change = "{\"signing_secret\":\"whsec_%s\"}".formatted("bmV3".repeat(8));
      String replay = "{\"since\":0}";

      for (String[] call :
          List.of(
              new String[] {"POST", "/users", users},
              new String[] {"POST", "/callbacks/rules", rule},
              new String[] {"PUT", "/callbacks/rules/r", change},
              new String[] {"POST", "/callbacks/replay", replay})) {
        String key = UUID.randomUUID().toString();
        Raw first = send(api, call[0], call[1], key, call[2]);
        Raw again = send(api, call[0], call[1], key, call[2]);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(again).isEqualTo(new Raw(200, first.body(), true));
      }

      assertThat(api.get("/users").ok().get("entities")).hasSize(2);
      assertThat(api.get("/callbacks/replay").data()).hasSize(1);
      String group = api.group("user1");
      String sent = api.text("user1", group, "the rule that was made is at work");
      assertThat(inbox.next().body()).contains(sent);
    }
  }

  @Test
  void two_at_one_time_make_one() throws Exception {
    try (RunningServer server = start();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      for (int round = 0; round < 10; round++) {
        String key = "round-" + round;
        List<Future<Raw>> sent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          sent.add(
              senders.submit(
                  () -> send(api, "POST", "/messages/chatgroups", key, text(group, key))));
        }
        List<Raw> answers = new ArrayList<>();
        for (Future<Raw> one : sent) {
          answers.add(one.get());
        }
        assertThat(answers).extracting(Raw::status).containsOnly(200);
        assertThat(answers.stream().map(Raw::body).distinct()).hasSize(1);
        assertThat(answers).filteredOn(one -> !one.replayed()).hasSize(1);
      }
    }
  }

  /// The line is cut when the answer comes: the change is durable, and its sender does not know.
  @Test
  void a_send_whose_answer_was_lost_is_one_message() throws Exception {
    try (RunningServer server = start();
        Inbox inbox = Inbox.open();
        CuttingProxy proxy = CuttingProxy.before(server.url())) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));
      ApiClient far = ApiClient.of(proxy.url());
      String body = text(group, "once");

      proxy.cutAnswers(2);
      assertThatThrownBy(() -> send(far, "POST", "/messages/chatgroups", "lost", body))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> send(far, "POST", "/messages/chatgroups", "lost", body))
          .isInstanceOf(IOException.class);
      Raw retry = send(far, "POST", "/messages/chatgroups", "lost", body);
      String closing = api.text("user1", group, "closing");

      assertThat(proxy.cut()).isEqualTo(2);
      assertThat(retry.replayed()).isTrue();
      assertThat(inbox.next(2).stream().map(one -> one.json().at("/msg_id").asString()))
          .containsExactly(retry.json().at("/data/" + group).asString(), closing);
    }
  }

  @Test
  void the_client_library_retries_with_a_key() throws Exception {
    try (RunningServer server = start();
        Inbox inbox = Inbox.open();
        CuttingProxy proxy = CuttingProxy.before(server.url())) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));
      URI app = URI.create(ApiClient.of(proxy.url()).request("").build().uri().toString());
      try (AppCalls calls = AppCalls.withToken(app, api.token(), Duration.ofSeconds(30))) {
        proxy.cutAnswers(2);
        Json answer =
            calls.post(
                "/messages/chatgroups",
                Json.read(text(group, "once").getBytes(UTF_8)).orElseThrow());
        String closing = api.text("user1", group, "closing");

        assertThat(proxy.cut()).isEqualTo(2);
        assertThat(inbox.next(2).stream().map(one -> one.json().at("/msg_id").asString()))
            .containsExactly(answer.get("data").get(group).text(""), closing);
      }
    }
  }

  @Test
  void a_key_outlives_the_process() throws Exception {
    Raw first;
    String group;
    try (RunningServer server = start()) {
      ApiClient api = server.client().users("user1");
      group = api.group("user1");
      first = send(api, "POST", "/messages/chatgroups", "k", text(group, "once"));
    }
    try (RunningServer server = start()) {
      Raw again = send(server.client(), "POST", "/messages/chatgroups", "k", text(group, "once"));
      assertThat(again).isEqualTo(new Raw(200, first.body(), true));
    }
  }

  /// What is read, or the same however often it is done, waits for others and takes no key.
  @Test
  void takes_a_key_where_something_is_made() throws IOException {
    try (RunningServer server = start()) {
      assertThat(server.routesWithKey())
          .contains(
              "POST /messages/chatgroups",
              "POST /messages/users",
              "POST /thread",
              "POST /chatgroups",
              "POST /users",
              "POST /callbacks/rules",
              "POST /callbacks/replay",
              "POST /messages/chatgroups/import")
          .doesNotContain("POST /token", "POST /chatfiles", "POST /callbacks/rules/{}/test");
    }
  }
}
