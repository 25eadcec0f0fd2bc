package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the server in the middle of chatting clients, again and again, and starts it again. Every
/// client sees every acknowledged message once, in one order.
///
/// `-Dweft.crash.clientKills=20 -Dweft.crash.clients=50` makes it long.
@Tag("slow")
@Timeout(600)
class ClientCrashTest {

  private static final int KILLS = Integer.getInteger("weft.crash.clientKills", 4);
  private static final int CLIENTS = Integer.getInteger("weft.crash.clients", 10);
  private static final long SEED = Long.getLong("weft.crash.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final List<ChattingClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void each_client_sees_every_acknowledged_message_once_and_in_order() throws Exception {
    Path data = folder.resolve("data");
    ServerProcess server = ServerProcess.launch(data);
    AtomicReference<String> url = new AtomicReference<>(webSocket(server));
    try {
      begin(ApiClient.of(server.url()), url);
      for (int kill = 0; kill < KILLS; kill++) {
        int before = acknowledged();
        await().until(() -> acknowledged() > before + 5 * CLIENTS);
        Thread.sleep(random.nextInt(300));
        server.kill();
        server = ServerProcess.launch(data);
        url.set(webSocket(server));
      }
      clients.forEach(ChattingClient::stopSending);
      await().until(() -> clients.stream().noneMatch(ChattingClient::isWaiting));
      await().untilAsserted(() -> clients.forEach(this::requireSeenAll));
    } finally {
      clients.forEach(ChattingClient::end);
      server.close();
    }
    assertThat(acknowledged()).isGreaterThan(KILLS * 5 * CLIENTS);
  }

  private static String webSocket(ServerProcess server) throws IOException {
    return server.url().replace("http:", "ws:") + "/ws";
  }

  private void begin(ApiClient api, AtomicReference<String> url) throws IOException {
    ClientFixture fixture = ClientFixture.at(api);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      names.add("user" + i);
    }
    fixture.register(names.toArray(String[]::new));
    String group =
        fixture.makeGroup(names.getFirst(), names.subList(1, names.size()).toArray(String[]::new));
    for (String name : names) {
      ChattingClient client = new ChattingClient(name, fixture.tokenOf(name), group, url::get);
      clients.add(client);
      threads.add(Thread.ofVirtual().name(name).start(client));
    }
  }

  private int acknowledged() {
    return clients.stream().mapToInt(client -> client.sent().size()).sum();
  }

  /// What others have sent and were told of, each once, in the order of the ids.
  private void requireSeenAll(ChattingClient client) {
    List<Long> expected =
        clients.stream()
            .filter(other -> other != client)
            .flatMap(other -> other.sent().stream())
            .sorted()
            .toList();
    assertThat(client.seen()).as("%s, seed %d", client.name(), SEED).isEqualTo(expected);
  }
}
