package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.websocket.WebSocketConnection;
import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What a WebSocket endpoint can rely on.
class WebSocketTest {

  private static final String HANDSHAKE =
      """
      GET /ws?device=1 HTTP/1.1\r
      Host: x\r
      Upgrade: websocket\r
      Connection: keep-alive, Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    CLIENT.shutdownNow();
  }

  /// Sends back what it hears, and keeps a record.
  private static final class Echo implements WebSocketEndpoint {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final AtomicReference<WebSocketConnection> connection = new AtomicReference<>();

    @Override
    public WebSocketListener open(WebSocketConnection opened, String query) {
      opened.belongsTo("app");
      connection.set(opened);
      events.add("open " + query);
      return new WebSocketListener() {
        @Override
        public WebSocketWork read(byte[] message) {
          return WebSocketWork.atOnce(
              () -> {
                assertThat(Thread.currentThread().isVirtual()).isTrue();
                events.add("message " + message.length);
                opened.send(message);
              });
        }

        @Override
        public void closed() {
          events.add("closed");
        }
      };
    }

    String next() throws InterruptedException {
      return String.valueOf(events.poll(60, TimeUnit.SECONDS));
    }
  }

  private static TestServer serve(WebSocketEndpoint endpoint) {
    return serve(TestServer.LIMITS, endpoint);
  }

  private static TestServer serve(HttpLimits limits, WebSocketEndpoint endpoint) {
    return TestServer.start(
        limits,
        16 << 20,
        (request, response) -> response.send("page".getBytes(StandardCharsets.UTF_8)),
        Map.of("/ws", endpoint));
  }

  /// Collects what a real client receives.
  private static final class Received implements WebSocket.Listener {
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final List<byte[]> parts = new ArrayList<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      parts.add(part);
      if (last) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(bytes -> bytes.length).sum());
        parts.forEach(all::put);
        parts.clear();
        messages.add(all.array());
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedStage(null);
    }
  }

  private static WebSocket connect(TestServer server, Received received) {
    return CLIENT
        .newWebSocketBuilder()
        .buildAsync(server.uri("ws", "/ws?device=1"), received)
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  @Test
  void carries_messages_of_every_size_both_ways() throws Exception {
    Echo echo = new Echo();
    try (TestServer server = serve(echo)) {
      Received received = new Received();
      WebSocket socket = connect(server, received);
      assertThat(echo.next()).isEqualTo("open device=1");

      for (int size : List.of(0, 1, 125, 126, 65_535, 65_536, 200_000)) {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) size);
        socket.sendBinary(ByteBuffer.wrap(message), true).join();

        assertThat(received.messages.poll(60, TimeUnit.SECONDS)).isEqualTo(message);
        assertThat(echo.next()).isEqualTo("message " + size);
      }

      socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
      assertThat(received.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1000);
      assertThat(echo.next()).isEqualTo("closed");
    }
  }

  @Test
  void puts_the_fragments_of_a_message_together() throws Exception {
    Echo echo = new Echo();
    try (TestServer server = serve(echo)) {
      Received received = new Received();
      WebSocket socket = connect(server, received);

      socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), false).join();
      socket.sendPing(ByteBuffer.wrap(new byte[] {9})).join();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {3}), true).join();

      assertThat(received.messages.poll(60, TimeUnit.SECONDS)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void answers_the_handshake_as_the_rfc_does() throws Exception {
    try (TestServer server = serve(new Echo());
        RawClient client = server.client()) {
      RawClient.Reply reply = client.send(HANDSHAKE).read();

      assertThat(reply.status()).isEqualTo(101);
      assertThat(reply.header("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(reply.header("Sec-WebSocket-Extensions")).isEmpty();
      assertThat(reply.header("Sec-WebSocket-Protocol")).isEmpty();
    }
  }

  @Test
  void takes_a_frame_that_comes_with_the_handshake() throws Exception {
    Echo echo = new Echo();
    try (TestServer server = serve(echo);
        RawClient client = server.client()) {
      byte[] frame = HexFormat.of().parseHex("8281" + "00000000" + "07");
      byte[] head = HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
      byte[] both = Arrays.copyOf(head, head.length + frame.length);
      System.arraycopy(frame, 0, both, head.length, frame.length);

      client.send(both);

      assertThat(client.read().status()).isEqualTo(101);
      assertThat(client.socket().getInputStream().readNBytes(3)).containsExactly(0x82, 1, 7);
      assertThat(echo.next()).isEqualTo("open device=1");
      assertThat(echo.next()).isEqualTo("message 1");
    }
  }

  @Test
  void says_that_its_path_is_for_websockets() throws Exception {
    try (TestServer server = serve(new Echo())) {
      for (String request :
          List.of(
              "GET /ws HTTP/1.1\r\nHost: x\r\n\r\n",
              "POST /ws HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
              HANDSHAKE.replace("Version: 13", "Version: 8"))) {
        try (RawClient client = server.client()) {
          RawClient.Reply reply = client.send(request).read();

          assertThat(reply.status()).as(request).isEqualTo(426);
          assertThat(reply.header("Sec-WebSocket-Version")).contains("13");
        }
      }
      try (RawClient client = server.client()) {
        String broken = HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "short");

        assertThat(client.send(broken).read().status()).isEqualTo(400);
      }
    }
  }

  /// What a client must not do, and the close code it gets.
  @Test
  void closes_with_the_code_for_what_is_wrong() throws Exception {
    assertThat(closeCode("8181" + "00000000" + "41")).as("text").isEqualTo(1003);
    assertThat(closeCode("8201" + "41")).as("not masked").isEqualTo(1002);
    assertThat(closeCode("c281" + "00000000" + "41")).as("compressed").isEqualTo(1002);
    assertThat(closeCode("82ff" + "0000000000100000" + "00000000")).as("1 MB").isEqualTo(1009);
    assertThat(closeCode("8882" + "00000000" + "03e8")).as("close").isEqualTo(1000);
  }

  @SuppressWarnings("try") // It is closed before the listener is asked.
  private static int closeCode(String frame) throws IOException, InterruptedException {
    Echo echo = new Echo();
    try (TestServer server = serve(echo);
        RawClient client = server.client()) {
      client.send(HANDSHAKE).read();
      client.send(HexFormat.of().parseHex(frame));
      byte[] close = client.socket().getInputStream().readNBytes(4);
      assertThat(close[0]).isEqualTo((byte) 0x88);
      client.close();
      assertThat(echo.next()).isEqualTo("open device=1");
      assertThat(echo.next()).isEqualTo("closed");
      return (close[2] & 0xff) << 8 | (close[3] & 0xff);
    }
  }

  @Test
  void calls_its_listener_one_at_a_time_and_in_order() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    WebSocketEndpoint endpoint =
        (connection, query) ->
            new WebSocketListener() {
              @Override
              public WebSocketWork read(byte[] message) {
                return WebSocketWork.atOnce(
                    () -> {
                      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                      heard.add(ByteBuffer.wrap(message).getInt());
                      inside.decrementAndGet();
                    });
              }

              @Override
              public void closed() {
                heard.add(-1);
              }
            };
    try (TestServer server = serve(endpoint)) {
      WebSocket socket = connect(server, new Received());
      for (int i = 0; i < 1_000; i++) {
        socket.sendBinary(ByteBuffer.allocate(4).putInt(0, i), true).join();
      }
      socket.sendClose(1000, "").join();

      for (int i = 0; i < 1_000; i++) {
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(i);
      }
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(-1);
      assertThat(most).hasValue(1);
    }
  }

  @Test
  void reads_no_further_while_its_listener_is_busy_and_loses_nothing() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch known = new CountDownLatch(1);
    AtomicInteger heard = new AtomicInteger();
    WebSocketEndpoint endpoint =
        (connection, query) -> {
          connection.belongsTo("app");
          known.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return new WebSocketListener() {
            @Override
            public WebSocketWork read(byte[] message) {
              return WebSocketWork.atOnce(
                  () -> {
                    heard.incrementAndGet();
                  });
            }

            @Override
            public void closed() {}
          };
        };
    int count = 400;
    try (TestServer server = serve(endpoint)) {
      WebSocket socket = connect(server, new Received());
      known.await();
      CompletableFuture<Integer> sent =
          CompletableFuture.supplyAsync(
              () -> {
                for (int i = 0; i < count; i++) {
                  socket.sendBinary(ByteBuffer.allocate(100_000), true).join();
                }
                return count;
              });
      // 40 MB do not fit into what lies between: the sender has to wait.
      assertThat(sent.completeOnTimeout(0, 1, TimeUnit.SECONDS).join()).isZero();

      go.countDown();

      await().untilAtomic(heard, Matchers.is(count));
    }
  }

  /// A frame of 250,000 bytes of which the last 50,000 do not come.
  private static byte[] unfinished() {
    byte[] head = HexFormat.of().parseHex("82ff" + "000000000003d090" + "00000000");
    return Arrays.copyOf(head, head.length + 200_000);
  }

  private static final WebSocketEndpoint STRANGERS =
      (connection, query) ->
          new WebSocketListener() {
            @Override
            public WebSocketWork read(byte[] message) {
              return WebSocketWork.atOnce(() -> {});
            }

            @Override
            public void closed() {}
          };

  @Test
  void takes_no_more_from_a_stranger_than_a_login_needs() throws Exception {
    try (TestServer server = serve(STRANGERS)) {
      for (String fragments : List.of("82", "02")) {
        try (RawClient client = server.client()) {
          client.send(HANDSHAKE).read();
          byte[] flood = unfinished();
          flood[0] = HexFormat.of().parseHex(fragments)[0];
          client.send(flood);

          byte[] close = client.socket().getInputStream().readNBytes(4);
          assertThat((close[2] & 0xff) << 8 | (close[3] & 0xff)).isEqualTo(1008);
        }
      }
      await().until(() -> server.socketBudget.used() == 0);
    }
  }

  /// Clients count as logged in at once, and all of them hold no more than `sum` bytes.
  private static TestServer serveKnown(int sum, Queue<WebSocketConnection> known) {
    WebSocketEndpoint endpoint =
        (connection, query) -> {
          connection.belongsTo(connection.peer());
          known.add(connection);
          return STRANGERS.open(connection, query);
        };
    return TestServer.start(
        TestServer.LIMITS,
        sum,
        (_, response) -> response.send(new byte[0]),
        Map.of("/ws", endpoint));
  }

  @Test
  void takes_no_more_from_all_clients_together_than_the_sum_allows() throws Exception {
    int sum = 1 << 20;
    BlockingQueue<WebSocketConnection> known = new LinkedBlockingQueue<>();
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = serveKnown(sum, known)) {
      for (int i = 0; i < 20; i++) {
        RawClient client = server.client();
        clients.add(client);
        client.send(HANDSHAKE).read();
        known.take();
        client.send(unfinished());
      }
      await().until(() -> server.socketBudget.used() > sum / 2);
      await().until(() -> server.server.connections() < 20);
      assertThat(server.socketBudget.used()).isLessThanOrEqualTo(sum);
      for (RawClient client : clients) {
        client.close();
      }
      await().until(() -> server.socketBudget.used() == 0);
    }
  }

  @Test
  void lets_slow_readers_hold_no_more_than_the_sum_allows() throws Exception {
    int sum = 1 << 20;
    BlockingQueue<WebSocketConnection> known = new LinkedBlockingQueue<>();
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = serveKnown(sum, known)) {
      List<WebSocketConnection> slow = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        RawClient client = server.client();
        clients.add(client);
        client.send(HANDSHAKE).read();
        slow.add(known.take());
      }
      byte[] message = new byte[64 * 1024];
      // What the operating system takes is not held here: it is full at some time.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                for (WebSocketConnection connection : slow) {
                  while (connection.backlog() < 400_000 && connection.send(message)) {
                    assertThat(server.socketBudget.used()).isLessThanOrEqualTo(sum);
                  }
                }
                return slow.stream().anyMatch(connection -> !connection.isOpen());
              });
      assertThat(slow).as("those who fit").anyMatch(WebSocketConnection::isOpen);
      for (RawClient client : clients) {
        client.close();
      }
      await().until(() -> server.socketBudget.used() == 0);
    }
  }

  @Test
  void cuts_off_a_client_that_does_not_read() throws Exception {
    Echo echo = new Echo();
    try (TestServer server = serve(echo);
        RawClient client = server.client()) {
      client.send(HANDSHAKE).read();
      echo.next();
      WebSocketConnection connection = echo.connection.get();
      byte[] message = new byte[64 * 1024];

      int sent = 0;
      while (connection.send(message) && sent < 100_000) {
        sent++;
      }

      assertThat(echo.next()).isEqualTo("closed");
      assertThat(connection.isOpen()).isFalse();
      assertThat(connection.send(message)).isFalse();
    }
  }

  @Test
  void pings_a_silent_client_and_cuts_off_one_that_does_not_answer() throws Exception {
    HttpLimits limits = HttpLimits.of(100, 1 << 20);
    HttpLimits hasty =
        new HttpLimits(
            100,
            limits.bodyBytes(),
            limits.window(),
            limits.headTime(),
            limits.idleTime(),
            limits.grace(),
            limits.bytesPerSecond(),
            Duration.ofSeconds(3),
            limits.webSocketFrame(),
            limits.webSocketBacklog());
    Echo echo = new Echo();
    try (TestServer server = serve(hasty, echo);
        RawClient client = server.client()) {
      client.send(HANDSHAKE).read();

      assertThat(client.socket().getInputStream().readNBytes(2)).containsExactly(0x89, 0);
      assertThat(client.isAtEnd()).isTrue();
      assertThat(echo.next()).isEqualTo("open device=1");
      assertThat(echo.next()).isEqualTo("closed");
    }
  }

  @Test
  void closes_when_the_endpoint_fails_and_the_server_goes_on() throws Exception {
    WebSocketEndpoint failing =
        (connection, query) -> {
          throw new IllegalStateException("a test wants it");
        };
    try (TestServer server = serve(failing)) {
      Received received = new Received();
      connect(server, received);

      assertThat(received.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1011);
      try (RawClient page = server.client()) {
        assertThat(page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").read().text()).isEqualTo("page");
      }
    }
  }

  @Test
  void says_goodbye_when_the_server_stops() throws Exception {
    Echo echo = new Echo();
    Received received = new Received();
    try (TestServer server = serve(echo)) {
      connect(server, received);
      assertThat(echo.next()).isEqualTo("open device=1");
    }
    assertThat(received.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1001);
    assertThat(echo.next()).isEqualTo("closed");
  }

  @Test
  void needs_no_thread_for_a_client_that_says_nothing() throws Exception {
    AtomicInteger open = new AtomicInteger();
    WebSocketEndpoint endpoint =
        (connection, query) -> {
          open.incrementAndGet();
          return new WebSocketListener() {
            @Override
            public WebSocketWork read(byte[] message) {
              return WebSocketWork.atOnce(() -> {});
            }

            @Override
            public void closed() {
              open.decrementAndGet();
            }
          };
        };
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = serve(endpoint)) {
      int before = Thread.activeCount();
      for (int i = 0; i < 500; i++) {
        RawClient client = server.client();
        clients.add(client);
        client.send(HANDSHAKE).read();
      }
      await().untilAtomic(open, Matchers.is(500));

      assertThat(Thread.activeCount()).isLessThan(before + 10);
      assertThat(server.server.connections()).isEqualTo(500);

      for (RawClient client : clients) {
        client.close();
      }
      await().untilAtomic(open, Matchers.is(0));
      await().until(() -> server.server.connections() == 0);
    }
  }
}
