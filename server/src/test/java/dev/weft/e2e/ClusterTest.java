package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.Waits;
import dev.weft.e2e.Arrivals.Arrival;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three server processes on one PostgreSQL under load, while that crashes and starts again, and
/// one after the other is killed, stopped for longer than its leases and continued, or asked to
/// end: nothing that was answered is without its callback, and no callback of a thread comes before
/// an older one.
///
/// `-Dweft.cluster.seconds=600` makes it long, `-Dweft.cluster.seed=N` makes it draw the same
/// again.
@Tag("postgresql")
class ClusterTest {

  private static final int SECONDS = Integer.getInteger("weft.cluster.seconds", 15);
  private static final long SEED = Long.getLong("weft.cluster.seed", System.nanoTime());
  private static final int NODES = 3;
  private static final int THREADS = 12;

  private final Random random = new Random(SEED);
  private final Arrivals arrivals = new Arrivals();
  private final List<ServerProcess> nodes = new ArrayList<>();
  private final AtomicInteger unknown = new AtomicInteger();
  private volatile List<String> urls = List.of();
  private volatile boolean over;
  private int deaths;

  @TempDir private Path folder;

  private ServerProcess launch(int node) throws IOException {
    String url = PostgresServer.settings(folder).getOrDefault("store.database", "");
    return ServerProcess.launch(folder.resolve("node" + node), "--database", url);
  }

  @Test
  void nothing_is_lost_or_out_of_order_whatever_happens_to_nodes() throws Exception {
    try (Inbox inbox = Inbox.open();
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      inbox.answer(received -> arrivals.take(received, _ -> 200));
      try {
        for (int node = 0; node < NODES; node++) {
          nodes.add(launch(node));
        }
        announce();
        List<String> threads = prepare(inbox);
        List<Future<Set<String>>> loads = new ArrayList<>();
        for (String thread : threads) {
          loads.add(senders.submit(() -> send(thread)));
        }
        Instant end = Instant.now().plusSeconds(SECONDS);
        while (Instant.now().isBefore(end)) {
          happen(random.nextInt(NODES), deaths == 0 ? 4 : random.nextInt(5));
        }
        over = true;
        Set<String> answered = new HashSet<>();
        for (Future<Set<String>> load : loads) {
          answered.addAll(load.get());
        }
        for (String thread : threads) {
          answered.add(ApiClient.of(urls.getFirst()).text("user1", thread, "closing"));
        }
        awaitAll(answered);
        check(threads, answered.size());
      } finally {
        over = true;
        nodes.forEach(ServerProcess::close);
      }
    }
  }

  /// It is stopped while each conversation waits for the answer to its first callback: all others
  /// are in its memory still. The other node delivers them meanwhile.
  @Test
  void a_node_that_was_stopped_for_longer_than_its_leases_attempts_nothing() throws Exception {
    try (Inbox inbox = Inbox.open()) {
      inbox.answer(received -> arrivals.take(received, _ -> 200));
      try (ServerProcess stopped = launch(0);
          ServerProcess other = launch(1)) {
        nodes.addAll(List.of(stopped, other));
        announce();
        await().until(() -> partitions(0) == 128 && partitions(1) == 128);
        List<String> threads = prepare(inbox);
        CountDownLatch isStopped = new CountDownLatch(1);
        inbox.answer(
            received -> {
              int status = arrivals.take(received, _ -> 200);
              waitFor(isStopped);
              return status;
            });
        ApiClient api = ApiClient.of(urls.getLast());
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 30; i++) {
          for (String thread : threads) {
            answered.add(api.text("user1", thread, "text " + i));
          }
        }
        await().until(() -> arrivals.size() == THREADS);
        stopped.signal("STOP");
        isStopped.countDown();
        await().until(() -> arrivals.hasAcknowledged(answered));
        int all = arrivals.size();
        stopped.signal("CONT");
        await().until(() -> partitions(0) == 128 && partitions(1) == 128);

        assertThat(arrivals.size()).as("nothing is sent by who was stopped").isEqualTo(all);
        assertThat(MetricsPage.of(urls.getLast()).value("weft_node_takeovers_total")).isOne();
      }
    }
  }

  /// Whoever counts down waits himself, and says what he waited for in vain.
  private static void waitFor(CountDownLatch latch) {
    try {
      boolean _ = latch.await(Waits.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private double partitions(int node) {
    return MetricsPage.of(urls.get(node)).value("weft_node_partitions");
  }

  private void announce() throws IOException {
    List<String> all = new ArrayList<>();
    for (ServerProcess node : nodes) {
      all.add(node.url());
    }
    urls = List.copyOf(all);
  }

  private List<String> prepare(Inbox inbox) {
    ApiClient api = ApiClient.of(urls.getFirst()).users("user1");
    String group = api.group("user1");
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(api.thread(group, api.text("user1", group, "parent"), "t" + i, "user1"));
    }
    api.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
    await()
        .until(
            () ->
                urls.stream()
                    .allMatch(url -> ApiClient.of(url).get("/callbacks/rules/r").status() == 200));
    return threads;
  }

  /// Sends to one thread, one message after the other, through whichever node answers.
  private Set<String> send(String thread) {
    Set<String> answered = new HashSet<>();
    ApiClient api = null;
    for (int i = 0; !over; i++) {
      try {
        if (api == null || i % 10 == 0) {
          List<String> now = urls;
          api = ApiClient.of(now.get(ThreadLocalRandom.current().nextInt(now.size())));
        }
        answered.add(api.text("user1", thread, "text " + i));
      } catch (UncheckedIOException | AssertionError e) {
        unknown.incrementAndGet();
        api = null;
      }
    }
    return answered;
  }

  private void happen(int victim, int what) throws Exception {
    ServerProcess node = nodes.get(victim);
    int before = arrivals.size();
    deaths++;
    switch (what) {
      case 0 -> {
        node.kill();
        nodes.set(victim, launch(victim));
      }
      case 1 -> {
        node.signal("STOP");
        boolean ended = node.hasEndedWithin(TimeUnit.SECONDS.toMillis(8));
        assertThat(ended).isFalse();
        node.signal("CONT");
      }
      case 2 -> PostgresServer.cutConnections(folder);
      case 4 -> {
        if (PostgresServer.canRestart()) {
          PostgresServer.restart();
        }
      }
      default -> {
        assertThat(node.terminate()).as(node::log).isIn(0, 143);
        nodes.set(victim, launch(victim));
      }
    }
    announce();
    await().until(() -> arrivals.size() > before + THREADS);
  }

  private void awaitAll(Set<String> answered) {
    try {
      await().until(() -> arrivals.hasAcknowledged(answered));
    } catch (ConditionTimeoutException e) {
      String logs = nodes.stream().map(ServerProcess::log).collect(Collectors.joining("\n--\n"));
      throw WhyMissing.explain(
          e,
          ApiClient.of(urls.getFirst()),
          arrivals.missing(answered),
          "seed " + SEED + "\n" + logs);
    }
  }

  private void check(List<String> threads, int answered) {
    int called = 0;
    int repeats = 0;
    for (String thread : threads) {
      List<Arrival> ofThread = arrivals.of(thread);
      List<Long> sequences = ThreadHistory.sequences(ofThread);
      assertThat(sequences)
          .as("seed %d: in order, without a gap", SEED)
          .isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
      called += sequences.size();
      int ofLane = ofThread.size() - sequences.size();
      assertThat(ofLane).as("seed %d: repeats of a lane", SEED).isLessThanOrEqualTo(deaths);
      repeats += ofLane;
    }
    System.out.printf(
        "cluster: seed=%d events=%d answered=%d called=%d unknown=%d repeats=%d%n",
        SEED, deaths, answered, called, unknown.get(), repeats);
    assertThat(called - answered).isBetween(0, unknown.get());
  }
}
