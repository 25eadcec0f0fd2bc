package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server with 512 MB of heap, and 700 strangers who each want it to hold a megabyte.
class MemoryAttackTest {

  private static final int STRANGERS = 700;
  private static final int SENT = 999_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  /// What is sent before silence: a request, and how far it gets. All of these need no token, or
  /// are read before it is looked at.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /easemob-demo/easeim/token",
        "POST /easemob-demo/easeim/messages/users",
        "PUT /no/app",
        "POST /console/api/login"
      })
  void goes_on_beside_bodies_that_never_end(String request) throws Exception {
    try (ServerProcess server = ServerProcess.launchWithHeap(512, folder.resolve("data"))) {
      int port = URI.create(server.url()).getPort();
      byte[] head =
          "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
              .formatted(request)
              .getBytes(StandardCharsets.US_ASCII);
      byte[] blanks = new byte[SENT];
      Arrays.fill(blanks, (byte) ' ');
      ConcurrentLinkedQueue<RawClient> strangers = new ConcurrentLinkedQueue<>();
      try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < STRANGERS; i++) {
          senders.execute(() -> connect(port, head, blanks, strangers));
        }
        await().atMost(PATIENCE).until(() -> strangers.size() > STRANGERS / 2);

        // While they are there, and when they are not any more.
        answers(server, port);
        senders.shutdown();
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      }
      answers(server, port);
      for (RawClient stranger : strangers) {
        stranger.close();
      }
      answers(server, port);

      assertThat(server.terminate()).as(server::log).isZero();
      assertThat(server.log()).doesNotContain("OutOfMemory").doesNotContain("Internal");
    }
  }

  /// Sends all of it, unless the server has said no before.
  private static void connect(
      int port, byte[] head, byte[] body, ConcurrentLinkedQueue<RawClient> strangers) {
    try {
      RawClient client = RawClient.connect(port);
      strangers.add(client);
      client.send(head).send(body);
    } catch (IOException | UncheckedIOException e) {
      // It was refused: an answer was on its way.
    }
  }

  private static void answers(ServerProcess server, int port) throws IOException {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> isReady(port));
    ApiClient api = ApiClient.of(server.url());
    assertThat(api.get("/callbacks/rules").status()).as(server::log).isEqualTo(200);
  }

  private static boolean isReady(int port) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      return client.send("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").read().status() == 200;
    }
  }

  @Test
  void tells_who_wants_too_much_so() throws Exception {
    try (ServerProcess server = ServerProcess.launchWithHeap(512, folder.resolve("data"))) {
      int port = URI.create(server.url()).getPort();
      for (String request :
          List.of("POST /easemob-demo/easeim/token", "POST /easemob-demo/easeim/users")) {
        try (RawClient client = RawClient.connect(port)) {
          client.send(
              "%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n"
                  .formatted(request));

          assertThat(client.read().status()).as(request).isIn(401, 413);
        }
      }
    }
  }
}
