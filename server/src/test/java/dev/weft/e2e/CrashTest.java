package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.disk.ServerOnFaultyDisk;
import dev.weft.e2e.Arrivals.Arrival;
import dev.weft.e2e.ThreadLoad.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the server under load, again and again, each time at a moment drawn from a seed, and
/// starts it again on what it left. Then the same with the power of the whole machine: what fsync
/// had not promised to keep is gone.
///
/// `-Dweft.crash.kills=200` makes it long, `-Dweft.crash.seed=N` makes it draw the same again.
@Tag("slow")
class CrashTest {

  private static final int KILLS = Integer.getInteger("weft.crash.kills", 20);
  private static final long SEED = Long.getLong("weft.crash.seed", System.nanoTime());
  private static final int POWER_CUTS = Math.max(4, KILLS / 5);
  private static final int THREADS = 4;

  /// Arrivals that show that it goes on.
  private static final int A_FEW = 10;

  /// One life in so many is cut off before the server is ready.
  private static final int STILLBORN = 5;

  private static final int MAX_ARRIVALS_PER_LIFE = 60;
  private static final int MAX_START_MS = 1_500;
  private static final int MAX_EXTRA_MS = 30;

  /// Of the callbacks of the second rule, one in so many is refused at first.
  private static final int REFUSED = 4;

  private final Random random = new Random(SEED);
  private final Arrivals willing = new Arrivals();
  private final Arrivals moody = new Arrivals();
  private final List<ThreadLoad> loads = new ArrayList<>();

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  @Test
  void what_was_answered_is_called_back_in_order_after_kill_9() throws Exception {
    runAndCheck(KILLS, ServerProcess::launch, ServerProcess::kill);
  }

  @Test
  void what_was_answered_is_called_back_in_order_after_a_power_cut() throws Exception {
    assumeTrue(ServerOnFaultyDisk.isSupported());
    runAndCheck(
        POWER_CUTS,
        ServerProcess::launchOnFaultyDisk,
        server -> server.cutPower(random.nextLong()));
  }

  private interface Launch {
    ServerProcess on(Path data) throws IOException;
  }

  private interface Death {
    void of(ServerProcess server) throws IOException, InterruptedException;
  }

  private void runAndCheck(int deaths, Launch launch, Death death) throws Exception {
    try (Inbox first = Inbox.open();
        Inbox second = Inbox.open()) {
      first.answer(received -> willing.take(received, _ -> 200));
      second.answer(received -> moody.take(received, before -> mood(received.body(), before)));
      try (ServerProcess server = launch.on(data())) {
        prepare(server, first, second);
      }
      for (int life = 0; life < deaths; life++) {
        try (ServerProcess server = launch.on(data())) {
          if (random.nextInt(STILLBORN) == 0) {
            assertThat(server.hasEndedWithin(random.nextInt(MAX_START_MS)))
                .as(server::log)
                .isFalse();
            server.kill();
          } else {
            liveAndDie(server, death);
          }
        }
        willing.lifeEnded();
        moody.lifeEnded();
      }
      try (ServerProcess server = launch.on(data())) {
        closeThreads(server);
      }
    }
    for (ThreadLoad load : loads) {
      check(load);
    }
  }

  /// Refuses some callbacks two times over, so that kills find retries in flight.
  private static int mood(String body, int before) {
    return before < 2 && Math.floorMod(body.hashCode(), REFUSED) == 0 ? 500 : 200;
  }

  private void prepare(ServerProcess server, Inbox first, Inbox second)
      throws IOException, InterruptedException {
    ApiClient api = ApiClient.of(server.url()).users("user1");
    String group = api.group("user1");
    for (int i = 0; i < THREADS; i++) {
      String parent = api.text("user1", group, "parent");
      loads.add(new ThreadLoad(api.thread(group, parent, "t" + i, "user1"), random.nextLong()));
    }
    String threads = loads.stream().map(ThreadLoad::thread).collect(Collectors.joining("\",\""));
    api.rule(
        """
        {"name":"willing","url":"%s","events":["thread","message","recall","edit"],
         "group_ids":["%s"]}
        """
            .formatted(first.url(), threads));
    api.rule(
        """
        {"name":"moody","url":"%s","retry":["0s","50ms","200ms","200ms","1s","1s","1s","1s"]}
        """
            .formatted(second.url()));
    assertThat(server.terminate()).isIn(0, 143);
  }

  /// One life of the server: load on all threads until enough arrived, then its end.
  private void liveAndDie(ServerProcess server, Death death) throws Exception {
    ApiClient api = ApiClient.of(server.url());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (ThreadLoad load : loads) {
        running.add(threads.submit(() -> load.runUntilDead(api)));
      }
      try {
        int until = willing.size() + random.nextInt(MAX_ARRIVALS_PER_LIFE);
        await()
            .pollInterval(Duration.ofMillis(5))
            .until(() -> willing.size() > until || running.stream().anyMatch(Future::isDone));
        assertThat(server.hasEndedWithin(random.nextInt(MAX_EXTRA_MS))).as(server::log).isFalse();
      } finally {
        // Also if a check failed: the load ends with the server only.
        death.of(server);
      }
      for (Future<?> load : running) {
        load.get();
      }
    }
  }

  /// The last life: a message more in every thread, and time for everything to arrive, as long as
  /// something does: what was refused in a long run is much.
  private void closeThreads(ServerProcess server) throws IOException {
    ApiClient api = ApiClient.of(server.url());
    Set<String> closing = new HashSet<>();
    loads.forEach(load -> closing.add(load.close(api)));
    try {
      do {
        int before = willing.size() + moody.size();
        await().until(() -> haveAll(closing) || willing.size() + moody.size() >= before + A_FEW);
      } while (!haveAll(closing));
    } catch (ConditionTimeoutException e) {
      Set<String> missing = willing.missing(closing);
      missing.addAll(moody.missing(closing));
      throw WhyMissing.explain(e, api, missing, "seed " + SEED + "\n" + server.log());
    }
  }

  private boolean haveAll(Set<String> messages) {
    return willing.hasAcknowledged(messages) && moody.hasAcknowledged(messages);
  }

  private void check(ThreadLoad load) {
    List<Arrival> arrivals = willing.of(load.thread());
    List<Operation> history = ThreadHistory.read(arrivals);
    Set<Operation> answered = new HashSet<>(load.answered());

    assertThat(history.stream().filter(answered::contains).toList())
        .as("seed %d: answered, and called back in the order of the answers", SEED)
        .isEqualTo(load.answered());
    assertThat(history.size() - answered.size())
        .as("seed %d: called back but not answered", SEED)
        .isLessThanOrEqualTo(load.lost());
    assertThat(ThreadHistory.sequences(moody.of(load.thread())))
        .as("seed %d: the same for the rule whose endpoint refuses", SEED)
        .isEqualTo(LongStream.rangeClosed(1, history.size()).boxed().toList());
    assertRepeatsAreThoseInFlight(arrivals);
    assertRepeatsAreThoseInFlight(moody.of(load.thread()));
  }

  /// A lane has one attempt in flight, so that a kill makes one callback of it come again at most.
  private static void assertRepeatsAreThoseInFlight(List<Arrival> arrivals) {
    Map<Integer, Long> perLife =
        Arrivals.repeats(arrivals).stream()
            .collect(Collectors.groupingBy(Arrival::life, Collectors.counting()));
    assertThat(perLife.values())
        .as("seed %d: repeats per life", SEED)
        .allSatisfy(repeats -> assertThat(repeats).isEqualTo(1));
    assertThat(perLife).as("seed %d: before any kill", SEED).doesNotContainKey(0);
  }
}
