package dev.weft.bench.clients;

import com.sun.net.httpserver.HttpServer;
import dev.weft.msync.Meta;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Scenario L: messages that clients send, and their callbacks, beside the same number of senders
/// over REST. Both in one run, one after the other and once more.
final class MessagesIn {

  private static final int ROUNDS = 2;
  private static final String TEXT = "x".repeat(200);

  private final Path weft;
  private final Path folder;
  private final int senders;
  private final int seconds;
  private final AtomicLong callbacks = new AtomicLong();

  MessagesIn(Path weft, Path folder, int senders, int seconds) {
    this.weft = weft;
    this.folder = folder;
    this.senders = senders;
    this.seconds = seconds;
  }

  void run() throws IOException, InterruptedException {
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            callbacks.incrementAndGet();
          }
        });
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.start();
    try (ClientServer server = ClientServer.start(weft, folder.resolve("l"), 0);
        Connector connector = new Connector(server.port())) {
      server.rule(receiver.getAddress().getPort());
      List<String> tokens = server.users("l", senders);
      List<String> groups = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        groups.add(server.group("l" + i, List.of()));
      }
      double rest = 0;
      double clients = 0;
      for (int round = 0; round < ROUNDS; round++) {
        rest += overRest(server, groups);
        clients += byClients(connector, server, tokens);
      }
      IO.println(
          "L REST %.0f callbacks a second, clients %.0f: ratio %.2f"
              .formatted(rest / ROUNDS, clients / ROUNDS, clients / rest));
    } finally {
      receiver.stop(0);
    }
  }

  private double overRest(ClientServer server, List<String> groups) throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (String group : groups) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (!over.get()) {
                        server.text("admin", group, TEXT);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    double rate = look(over);
    for (Thread thread : threads) {
      thread.join();
    }
    return rate;
  }

  private double byClients(Connector connector, ClientServer server, List<String> tokens)
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<BenchClient> clients = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String own = server.group("l" + i, List.of());
      BenchClient client =
          new BenchClient(
              "l" + i,
              tokens.get(i),
              new BenchClient.Listener() {
                @Override
                public void received(BenchClient of, Meta meta) {}

                @Override
                public void acknowledged(BenchClient of, long localId) {
                  if (!over.get()) {
                    of.text(localId + 1, own, TEXT);
                  }
                }
              });
      connector.connect(client, i);
      client.in().join();
      client.text(System.nanoTime(), own, TEXT);
      clients.add(client);
    }
    double rate = look(over);
    clients.forEach(BenchClient::close);
    return rate;
  }

  /// Callbacks a second, after a few seconds to warm up.
  private double look(AtomicBoolean over) throws InterruptedException {
    Thread.sleep(seconds * 1_000L / 4);
    long before = callbacks.get();
    long begun = System.nanoTime();
    Thread.sleep(seconds * 1_000L);
    double rate = (callbacks.get() - before) * 1e9 / (System.nanoTime() - begun);
    over.set(true);
    return rate;
  }
}
