package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.loop.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Event loops are threads that no [Loop][dev.weft.loop.Loop] supervises: readiness asks the server
/// about them.
class EventLoopTest {

  private static final long LATER = Duration.ofSeconds(11).toNanos();

  private static HttpServer server(HttpServer.ErrorBody errors) {
    HttpServer server =
        new HttpServer(
            1,
            HttpLimits.of(100, 1_000),
            (_, response) -> response.status(200).send(new byte[0]),
            Map.of(),
            errors,
            new ByteBudget(1 << 20, 1 << 20),
            new ByteBudget(1 << 20, 1 << 20),
            Clock.systemUTC());
    server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return server;
  }

  private static byte[] bytes(String sentence) {
    return sentence.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void one_that_does_not_turn_keeps_the_server_from_being_ready_until_it_turns_again()
      throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (HttpServer server =
        server(
            (_, sentence) -> {
              blocked.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return bytes(sentence);
            })) {
      assertThat(server.trouble()).isEmpty();
      try (RawClient client = RawClient.connect(server.port())) {
        client.send("no request\r\n\r\n");
        blocked.await();
        long since = System.nanoTime();
        assertThat(server.trouble(since + LATER)).hasValue("an event loop has not turned for 10 s");

        release.countDown();
        await().until(() -> server.trouble(since + LATER).isEmpty());
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  void one_that_has_ended_keeps_the_server_from_being_ready() {
    Loops loops = new Loops();
    try (HttpServer server = server((_, sentence) -> bytes(sentence))) {
      loops.watch(server::trouble);
      assertThat(loops.trouble()).isEmpty();

      server.loseEventLoops();

      assertThat(loops.trouble()).hasValue("an event loop has ended, restart the server");
    }
  }

  @Test
  void of_a_closed_server_they_are_no_trouble() {
    HttpServer server = server((_, sentence) -> bytes(sentence));
    server.close();
    assertThat(server.trouble()).isEmpty();
  }
}
