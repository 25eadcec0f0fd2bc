package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In which order a listener hears messages that may wait, and those that need not.
@Timeout(60)
class WebSocketOrderTest {

  /// Hears numbers: those that may wait are even.
  private static final class Hears implements WebSocketListener {
    final List<Integer> even = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> odd = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger together = new AtomicInteger();
    final CountDownLatch goOn;

    /// @param goOn what each message that may wait waits for
    Hears(CountDownLatch goOn) {
      this.goOn = goOn;
    }

    @Override
    public WebSocketWork read(byte[] message) {
      return new WebSocketWork(number(message) % 2 == 0, () -> hear(message));
    }

    private void hear(byte[] message) {
      if (number(message) % 2 == 0) {
        together.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
          assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        inside.decrementAndGet();
        even.add(number(message));
      } else {
        odd.add(number(message));
      }
    }

    @Override
    public void closed() {
      closed.complete(even.size() + odd.size());
    }

    private static int number(byte[] message) {
      return Integer.parseInt(new String(message, StandardCharsets.US_ASCII));
    }
  }

  private static WebSocket connect(TestServer server) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + server.port() + "/ws"), new WebSocket.Listener() {})
        .join();
  }

  private static void send(WebSocket socket, int number) {
    byte[] text = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    socket.sendBinary(ByteBuffer.wrap(text), true).join();
  }

  private static TestServer serve(Hears hears) {
    return TestServer.start(
        TestServer.LIMITS,
        16 << 20,
        (_, response) -> response.send(new byte[0]),
        Map.of(
            "/ws",
            (connection, _) -> {
              connection.belongsTo("app");
              return hears;
            }));
  }

  @Test
  void what_need_not_wait_overtakes_what_does() {
    CountDownLatch goOn = new CountDownLatch(1);
    Hears hears = new Hears(goOn);
    try (TestServer server = serve(hears)) {
      WebSocket socket = connect(server);
      for (int i = 0; i < 20; i++) {
        send(socket, i);
      }

      await().until(() -> hears.odd.size() == 10);

      assertThat(hears.even).isEmpty();
      goOn.countDown();
      socket.sendClose(1000, "").join();
      assertThat(hears.closed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(20);
      assertThat(hears.even).isSorted().hasSize(10);
    }
  }

  @Test
  void each_sort_is_heard_one_after_another_in_its_order_and_the_end_last() {
    for (int round = 0; round < 20; round++) {
      Hears hears = new Hears(new CountDownLatch(0));
      try (TestServer server = serve(hears)) {
        WebSocket socket = connect(server);
        for (int i = 0; i < 500; i++) {
          send(socket, i);
        }
        socket.sendClose(1000, "").join();

        assertThat(hears.closed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(500);
        assertThat(hears.even).isSorted().hasSize(250);
        assertThat(hears.odd).isSorted().hasSize(250);
        assertThat(hears.together).hasValue(1);
      }
    }
  }
}
