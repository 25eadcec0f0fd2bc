package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Moving messages in goes on over kills: every call is repeated with its key until it is answered,
/// and each text is one message in the end.
class ImportCrashTest {

  private static final int KILLS = 3;
  private static final int TEXTS_PER_LIFE = 60;
  private static final int CALLERS = 4;
  private static final Duration RETRY_PAUSE = Duration.ofMillis(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AtomicInteger answered = new AtomicInteger();

  @TempDir private Path folder;
  private volatile @Nullable ApiClient api;
  private volatile boolean enough;
  private volatile boolean serverGone;

  @Test
  void a_message_is_moved_in_once() throws Exception {
    ServerProcess server = ServerProcess.start(folder.resolve("data"));
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      ApiClient first = ApiClient.of(server.url());
      api = first;
      String group = first.users("user1").group("user1");
      List<Future<Map<String, String>>> loads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String caller = "caller" + i;
        loads.add(callers.submit(() -> importMany(caller, group)));
      }
      for (int life = 0; life < KILLS; life++) {
        int before = answered.get();
        await().until(() -> answered.get() >= before + TEXTS_PER_LIFE);
        server.kill();
        server = ServerProcess.start(folder.resolve("data"));
        api = ApiClient.of(server.url());
      }
      enough = true;
      Map<String, String> told = new HashMap<>();
      for (Future<Map<String, String>> load : loads) {
        told.putAll(load.get());
      }

      assertThat(kept(group)).isEqualTo(told);
    } finally {
      serverGone = true;
      server.close();
    }
  }

  /// Answers the id of each message by its text.
  private Map<String, String> importMany(String caller, String group) throws Exception {
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; !enough && !serverGone; i++) {
      String text = caller + " " + i;
      Optional<String> id = importUntilAnswered(text, group);
      id.ifPresent(known -> ids.put(text, known));
      answered.incrementAndGet();
    }
    return ids;
  }

  private ApiClient api() {
    return Objects.requireNonNull(api);
  }

  /// Answers the id. Nothing if the test has failed meanwhile: then no server is left to answer.
  private Optional<String> importUntilAnswered(String text, String group) throws Exception {
    String body =
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
            .formatted(group, text);
    while (!serverGone) {
      try {
        HttpResponse<String> answer =
            HTTP.send(
                api()
                    .request("/messages/chatgroups/import")
                    .header("Idempotency-Key", text.replace(' ', '-'))
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return Optional.of(ApiClient.JSON.readTree(answer.body()).at("/data/msg_id").asString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
      } catch (IOException e) {
        // The server is gone, before or after the commit: once more, and not so often that the next
        // one has no processor to start on.
        Thread.sleep(RETRY_PAUSE);
      }
    }
    return Optional.empty();
  }

  /// The id of each message of the conversation by its text; a text that is there twice fails.
  private Map<String, String> kept(String group) {
    Map<String, String> kept = new HashMap<>();
    String after = "0";
    JsonNode page;
    do {
      page =
          api()
              .get("/conversations/" + group + "/messages?limit=100&after=" + after)
              .ok()
              .get("data");
      for (JsonNode message : page) {
        String text = message.at("/payload/bodies/0/msg").asString();
        assertThat(kept.put(text, message.at("/msg_id").asString())).as(text).isNull();
        after = message.at("/position").asString();
      }
    } while (!page.isEmpty());
    return kept;
  }
}
