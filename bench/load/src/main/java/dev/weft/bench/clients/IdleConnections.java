package dev.weft.bench.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// Scenario J: clients that are connected and send a heartbeat each minute; then the server
/// restarts, and all of them log in again at once.
final class IdleConnections {

  /// Logins that wait for their answer, while clients come for the first time.
  private static final int ARRIVING = 256;

  private static final long HEARTBEAT_MS = 60_000;

  private final Path weft;
  private final Path folder;
  private final int count;
  private final int seconds;

  IdleConnections(Path weft, Path folder, int count, int seconds) {
    this.weft = weft;
    this.folder = folder;
    this.count = count;
    this.seconds = seconds;
  }

  void run() throws IOException, InterruptedException {
    ClientServer server = ClientServer.start(weft, folder, 0);
    int port = server.port();
    try {
      List<String> tokens = server.users("user", count);
      Thread.sleep(2_000);
      long before = server.residentBytes();
      try (Connector connector = new Connector(port)) {
        long begun = System.nanoTime();
        List<BenchClient> clients = connect(connector, tokens, ARRIVING);
        say("logged in", clients, begun);
        idle(clients);
        long after = server.residentBytes();
        IO.println(
            "J resident: %d MiB before, %d MiB with %d clients: %d bytes for each"
                .formatted(before >> 20, after >> 20, count, (after - before) / count));
      }
      server.close();
      server = ClientServer.start(weft, folder, port);
      try (Connector connector = new Connector(port)) {
        long begun = System.nanoTime();
        say("log-in storm", connect(connector, tokens, count), begun);
      }
    } finally {
      server.close();
    }
  }

  private static List<BenchClient> connect(
      Connector connector, List<String> tokens, int atOnce) throws InterruptedException {
    Semaphore arriving = new Semaphore(atOnce);
    List<BenchClient> clients = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      arriving.acquire();
      BenchClient client = new BenchClient("user" + i, tokens.get(i), BenchClient.NOBODY);
      var _ = client.in().whenComplete((_, _) -> arriving.release());
      clients.add(client);
      connector.connect(client, i);
    }
    CompletableFuture.allOf(
            clients.stream()
                .map(client -> client.in().exceptionally(_ -> null))
                .toArray(CompletableFuture[]::new))
        .join();
    return clients;
  }

  private static void say(String what, List<BenchClient> clients, long begun) {
    long failed = clients.stream().filter(client -> !client.isOpen()).count();
    double took = (System.nanoTime() - begun) / 1e9;
    IO.println(
        "J %s: %d clients in %.1f s (%.0f a second), %d failed"
            .formatted(what, clients.size(), took, clients.size() / took, failed));
  }

  /// Each client sends its heartbeat once a minute, spread over the minute.
  private void idle(List<BenchClient> clients) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long next = System.nanoTime();
    long pause = HEARTBEAT_MS * 1_000_000 / Math.max(1, clients.size());
    for (int i = 0; System.nanoTime() < end; i++) {
      clients.get(i % clients.size()).heartbeat();
      next += pause;
      long left = next - System.nanoTime();
      if (left > 1_000_000) {
        Thread.sleep(left / 1_000_000);
      }
    }
  }
}
