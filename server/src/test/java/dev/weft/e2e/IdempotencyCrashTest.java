package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.storage.postgres.PostgresServer;
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
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every send is repeated with its key until it is answered, while servers are killed: each text is
/// one message in the end.
///
/// `-Dweft.crash.kills=200` makes it long, `-Dweft.crash.seed=N` makes it draw the same again.
class IdempotencyCrashTest {

  private static final int KILLS = Integer.getInteger("weft.crash.kills", 5);
  private static final long SEED = Long.getLong("weft.crash.seed", System.nanoTime());
  private static final int SENDERS = 4;
  private static final int TEXTS_PER_LIFE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Random random = new Random(SEED);

  /// Ids of messages by text, as callbacks told of them.
  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private volatile List<ApiClient> nodes = List.of();
  private volatile boolean over;

  @Test
  void a_send_is_one_message_over_kills() throws Exception {
    try (Inbox inbox = Inbox.open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      inbox.answer(this::note);
      ServerProcess server = ServerProcess.start(folder.resolve("data"));
      try {
        nodes = List.of(ApiClient.of(server.url()));
        String group = prepare(inbox);
        List<Future<Map<String, String>>> loads = load(senders, group);
        for (int life = 0; life < KILLS; life++) {
          int before = told.size();
          await().atMost(PATIENCE).until(() -> told.size() >= before + TEXTS_PER_LIFE);
          server.kill();
          server = ServerProcess.start(folder.resolve("data"));
          nodes = List.of(ApiClient.of(server.url()));
        }
        over = true;
        check(loads);
      } finally {
        over = true;
        server.close();
      }
    }
  }

  @Test
  void a_send_is_one_message_over_two_nodes_of_which_one_is_killed() throws Exception {
    String url = PostgresServer.settings(folder).getOrDefault("store.database", "");
    try (Inbox inbox = Inbox.open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
        ServerProcess one = ServerProcess.launch(folder.resolve("one"), "--database", url);
        ServerProcess other = ServerProcess.launch(folder.resolve("other"), "--database", url)) {
      inbox.answer(this::note);
      nodes = List.of(ApiClient.of(one.url()), ApiClient.of(other.url()));
      String group = prepare(inbox);
      await()
          .atMost(PATIENCE)
          .until(() -> nodes.getLast().get("/callbacks/rules/r").status() == 200);
      List<Future<Map<String, String>>> loads = load(senders, group);
      await().atMost(PATIENCE).until(() -> told.size() >= TEXTS_PER_LIFE);
      one.kill();
      nodes = List.of(nodes.getLast());
      int before = told.size();
      await().atMost(PATIENCE).until(() -> told.size() >= before + TEXTS_PER_LIFE);
      over = true;
      check(loads);
    } finally {
      over = true;
    }
  }

  private int note(Inbox.Received received) {
    String text = received.json().at("/payload/bodies/0/msg").asString();
    told.computeIfAbsent(text, _ -> ConcurrentHashMap.newKeySet())
        .add(received.json().at("/msg_id").asString());
    return 200;
  }

  private String prepare(Inbox inbox) {
    ApiClient api = nodes.getFirst().users("user1");
    api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));
    return api.group("user1");
  }

  private List<Future<Map<String, String>>> load(ExecutorService senders, String group) {
    List<Future<Map<String, String>>> loads = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      String name = "sender" + sender;
      long seed = random.nextLong();
      loads.add(senders.submit(() -> sendMany(name, group, new Random(seed))));
    }
    return loads;
  }

  /// Answers the id of each message by its text.
  private Map<String, String> sendMany(String name, String group, Random draws) throws Exception {
    Map<String, String> answered = new HashMap<>();
    for (int i = 0; !over; i++) {
      String text = name + " text " + i;
      String body =
          "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
              .formatted(group, text);
      Optional<String> id = sendUntilAnswered(text.replace(' ', '-'), body, group, draws);
      id.ifPresent(known -> answered.put(text, known));
    }
    return answered;
  }

  /// Answers the id, or nothing if the test is over before: it must end where no server is left.
  private Optional<String> sendUntilAnswered(String key, String body, String group, Random draws)
      throws Exception {
    while (!over) {
      List<ApiClient> now = nodes;
      try {
        HttpResponse<String> answer =
            HTTP.send(
                now.get(draws.nextInt(now.size()))
                    .request("/messages/chatgroups")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return Optional.of(
              ApiClient.JSON.readTree(answer.body()).at("/data/" + group).asString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
      } catch (IOException e) {
        // The node is gone, before or after the commit: once more, and not so often that the next
        // one has no processor to start on.
        Thread.sleep(RETRY_PAUSE);
      }
    }
    return Optional.empty();
  }

  private void check(List<Future<Map<String, String>>> loads) throws Exception {
    Map<String, String> answered = new HashMap<>();
    for (Future<Map<String, String>> load : loads) {
      answered.putAll(load.get());
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told.keySet()).containsAll(answered.keySet()));
    answered.forEach(
        (text, id) -> assertThat(told.get(text)).as("%s, seed %d", text, SEED).containsExactly(id));
  }
}
