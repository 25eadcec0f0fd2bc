package dev.weft.bench.clients;

import dev.weft.msync.Meta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Scenario K: one member of a group sends, all others are online and get it.
final class FanOut {

  private static final int WINDOW = 16;
  private static final int TEXT_BYTES = 200;

  private final Path weft;
  private final Path folder;
  private final List<Integer> groups;
  private final int seconds;

  FanOut(Path weft, Path folder, List<Integer> groups, int seconds) {
    this.weft = weft;
    this.folder = folder;
    this.groups = List.copyOf(groups);
    this.seconds = seconds;
  }

  void run() throws IOException, InterruptedException {
    try (ClientServer server = ClientServer.start(weft, folder.resolve("k"), 0);
        Connector connector = new Connector(server.port())) {
      for (int members : groups) {
        measure(server, connector, members);
      }
    }
  }

  private void measure(ClientServer server, Connector connector, int members)
      throws InterruptedException {
    String name = "k" + members + "u";
    List<String> tokens = server.users(name, members);
    String group = server.group(name, members);
    Counter counter = new Counter(members - 1);
    List<BenchClient> clients = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      BenchClient client = new BenchClient(name + i, tokens.get(i), counter);
      connector.connect(client, i);
      client.in().join();
      clients.add(client);
    }
    BenchClient sender = clients.getFirst();
    String text = "x".repeat(TEXT_BYTES);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long id = 1; System.nanoTime() < end; id++) {
      counter.window.acquire();
      counter.begun.put(id, System.nanoTime());
      sender.text(id, group, text);
    }
    counter.window.acquire(WINDOW);
    long[] times = counter.times();
    IO.println(
        "K %d members: %.0f deliveries a second, p50 %.1f ms, p99 %.1f ms from sending to the last"
                .formatted(
                    members,
                    counter.deliveries.get() / (double) seconds,
                    times[times.length / 2] / 1e6,
                    times[(int) (times.length * 0.99)] / 1e6)
            + " member, %d messages".formatted(times.length));
    clients.forEach(BenchClient::close);
  }

  /// Counts who has got which message: they come in the order in which they were sent.
  private static final class Counter implements BenchClient.Listener {
    private final int receivers;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Map<Long, Long> begun = new ConcurrentHashMap<>();
    private final Map<BenchClient, AtomicLong> seen = new ConcurrentHashMap<>();
    private final Map<Long, AtomicInteger> got = new ConcurrentHashMap<>();
    private final AtomicLong deliveries = new AtomicLong();
    private final List<Long> done = new ArrayList<>();

    Counter(int receivers) {
      this.receivers = receivers;
    }

    @Override
    public void received(BenchClient client, Meta meta) {
      deliveries.incrementAndGet();
      long message = seen.computeIfAbsent(client, _ -> new AtomicLong()).incrementAndGet();
      if (got.computeIfAbsent(message, _ -> new AtomicInteger()).incrementAndGet() == receivers) {
        got.remove(message);
        Long start = begun.remove(message);
        synchronized (done) {
          done.add(start == null ? 0 : System.nanoTime() - start);
        }
        window.release();
      }
    }

    @Override
    public void acknowledged(BenchClient client, long localId) {}

    long[] times() {
      synchronized (done) {
        long[] all = done.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return all;
      }
    }
  }
}
