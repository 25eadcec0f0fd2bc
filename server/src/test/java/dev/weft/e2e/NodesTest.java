package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.OperatorRole;
import dev.weft.e2e.Arrivals.Arrival;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two servers on one database are one Weft.
@Tag("postgresql")
class NodesTest {

  private static final int THREADS = 16;

  @TempDir private Path folder;
  private Map<String, String> database = Map.of();

  @BeforeEach
  void oneDatabase() {
    database = PostgresServer.settings(folder);
  }

  private RunningServer start(String name) {
    return start(name, Clock.systemUTC());
  }

  private RunningServer start(String name, Clock clock) {
    return RunningServer.start(folder.resolve(name), database, clock);
  }

  private static List<String> threads(ApiClient api) {
    api.users("user1");
    String group = api.group("user1");
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(api.thread(group, api.text("user1", group, "parent"), "t" + i, "user1"));
    }
    return threads;
  }

  private static void awaitPartitions(RunningServer server, int count) {
    await().until(() -> MetricsPage.of(server.url()).value("weft_node_partitions") == count);
  }

  @Test
  void share_the_partitions_and_deliver_in_order_whoever_accepts() throws IOException {
    Arrivals arrivals = new Arrivals();
    try (Inbox inbox = Inbox.open();
        RunningServer one = start("one");
        RunningServer other = start("other")) {
      inbox.answer(received -> arrivals.take(received, _ -> 200));
      awaitPartitions(one, 128);
      awaitPartitions(other, 128);
      List<ApiClient> nodes = List.of(one.client(), other.client());
      List<String> threads = threads(nodes.getFirst());
      nodes.getFirst().rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
      await().until(() -> nodes.getLast().get("/callbacks/rules/r").status() == 200);

      Set<String> messages = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        for (String thread : threads) {
          messages.add(nodes.get(i % 2).text("user1", thread, "text " + i));
        }
      }

      await().until(() -> arrivals.hasAcknowledged(messages));
      for (String thread : threads) {
        assertThat(ThreadHistory.sequences(arrivals.of(thread)))
            .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
      }
      assertThat(arrivals.size()).isEqualTo(messages.size());
    }
  }

  /// Two minutes each way: more than machines that are kept in time ever differ.
  @Test
  void keep_order_and_time_of_a_thread_though_their_clocks_differ() throws IOException {
    Arrivals arrivals = new Arrivals();
    Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
    Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-2));
    try (Inbox inbox = Inbox.open();
        RunningServer one = start("one", fast);
        RunningServer other = start("other", slow)) {
      inbox.answer(
          received -> arrivals.take(received, before -> isRefused(received, before) ? 500 : 200));
      awaitPartitions(one, 128);
      awaitPartitions(other, 128);
      List<ApiClient> nodes = List.of(one.client(), other.client());
      List<String> threads = threads(nodes.getFirst());
      nodes
          .getFirst()
          .rule(
              "{\"name\":\"r\",\"url\":\"%s\",\"retry\":[\"0s\",\"20ms\",\"20ms\"]}"
                  .formatted(inbox.url()));
      await().until(() -> nodes.getLast().get("/callbacks/rules/r").status() == 200);

      Set<String> messages = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        for (String thread : threads) {
          messages.add(nodes.get(i % 2).text("user1", thread, "text " + i));
        }
      }

      await().until(() -> arrivals.hasAcknowledged(messages));
      for (String thread : threads) {
        List<Arrival> ofThread = arrivals.of(thread);
        assertThat(ThreadHistory.sequences(ofThread))
            .isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
        assertThat(ofThread).extracting(NodesTest::time).isSorted();
      }
      assertThat(MetricsPage.of(one.url()).value("weft_node_partitions")).isEqualTo(128);
      assertThat(MetricsPage.of(other.url()).value("weft_node_partitions")).isEqualTo(128);
    }
  }

  /// Some are attempted twice, so that the time of the next attempt is looked at too.
  private static boolean isRefused(Inbox.Received received, int before) {
    return before == 0 && received.body().hashCode() % 8 == 0;
  }

  /// When the thread changed, in milliseconds, as its callback says.
  private static long time(Arrival arrival) {
    return arrival.raw().json().at("/payload/data/timestamp").longValue();
  }

  @Test
  void hand_their_partitions_over_when_they_are_stopped() throws IOException {
    Arrivals arrivals = new Arrivals();
    try (Inbox inbox = Inbox.open();
        RunningServer other = start("other")) {
      inbox.answer(received -> arrivals.take(received, _ -> 200));
      ApiClient api = other.client();
      List<String> threads = threads(api);
      api.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
      try (RunningServer one = start("one")) {
        awaitPartitions(one, 128);
      }
      Set<String> messages = new HashSet<>();
      threads.forEach(thread -> messages.add(api.text("user1", thread, "text")));

      await().until(() -> arrivals.hasAcknowledged(messages));
      assertThat(MetricsPage.of(other.url()).value("weft_node_takeovers_total")).isZero();
      assertThat(MetricsPage.of(other.url()).value("weft_node_partitions")).isEqualTo(256);
    }
  }

  @Test
  void know_of_each_others_rules_pauses_jobs_and_files() throws IOException {
    try (Inbox inbox = Inbox.open();
        RunningServer one = start("one");
        RunningServer other = start("other")) {
      awaitPartitions(one, 128);
      awaitPartitions(other, 128);
      ApiClient first = one.client();
      ApiClient second = other.client();
      List<String> threads = threads(first);
      first.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
      await().until(() -> second.get("/callbacks/rules/r").status() == 200);

      inbox.answer(_ -> 410);
      first.text("user1", threads.getFirst(), "text");
      await().until(() -> health(first).equals("paused") && health(second).equals("paused"));
      inbox.answer(_ -> 200);
      second.post("/callbacks/rules/r/resume", "").ok();
      await()
          .until(() -> health(first).equals("delivering") && health(second).equals("delivering"));
      await().until(() -> first.get("/callbacks/deliveries?state=delivered").data().size() == 1);

      for (ApiClient node : List.of(first, second)) {
        String job = node.post("/callbacks/replay", "{\"rule\":\"r\"}").data().at("/id").asString();
        await()
            .until(
                () ->
                    first
                        .get("/callbacks/replay/" + job)
                        .at("/data/state")
                        .asString()
                        .equals("done"));
      }

      byte[] file = new byte[600_000];
      new Random(1).nextBytes(file);
      String uuid = new FileClient(first).upload(file).uuid();
      assertThat(new FileClient(second).download(uuid).bytes()).isEqualTo(file);

      JsonNode nodes =
          second.withToken(one.operator("ann", OperatorRole.VIEWER)).get("/callbacks/nodes").data();
      assertThat(nodes).hasSize(2);
      assertThat(nodes.get(0).get("health").stringValue()).isEqualTo("live");
      assertThat(nodes.get(0).get("partitions").intValue()).isEqualTo(128);
      assertThat(nodes.get(0).get("node")).isNotEqualTo(nodes.get(1).get("node"));

      first.delete("/callbacks/rules/r").ok();
      await().until(() -> second.get("/callbacks/rules/r").status() == 404);
    }
  }

  private static String health(ApiClient api) {
    return api.get("/callbacks/rules/r").at("/data/health/state").asString();
  }

  /// Prints how long it takes; asserts only that it works.
  @Test
  void begin_soon_what_another_has_accepted() throws IOException {
    Map<String, Long> arrived = new ConcurrentHashMap<>();
    try (Inbox inbox = Inbox.open();
        RunningServer one = start("one");
        RunningServer other = start("other")) {
      inbox.answer(
          received -> {
            arrived.put(
                received.json().at("/payload/data/last_message/id").asString(), System.nanoTime());
            return 200;
          });
      awaitPartitions(one, 128);
      awaitPartitions(other, 128);
      ApiClient api = one.client();
      List<String> threads = threads(api);
      api.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
      await().until(() -> other.client().get("/callbacks/rules/r").status() == 200);

      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        String message = api.text("user1", threads.get(i % THREADS), "text");
        long answered = System.nanoTime();
        await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> arrived.containsKey(message));
        micros.add((arrived.getOrDefault(message, answered) - answered) / 1_000);
      }
      long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "answered by one node, arrived from either: p50=%.1f ms p99=%.1f ms max=%.1f ms%n",
          sorted[sorted.length / 2] / 1e3,
          sorted[sorted.length * 99 / 100] / 1e3,
          Arrays.stream(sorted).max().orElse(0) / 1e3);
      assertThat(arrived.keySet()).hasSize(300);
    }
  }
}
