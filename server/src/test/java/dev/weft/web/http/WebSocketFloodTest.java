package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.websocket.WebSocketListener;
import dev.weft.web.http.websocket.WebSocketWork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What clients send in pieces or in masses on a WebSocket makes the server hold little, and others
/// notice nothing.
class WebSocketFloodTest {

  private static final String HANDSHAKE =
      """
      GET /%s HTTP/1.1\r
      Host: x\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
      \r
      """;

  /// 50 MB of pings: more than operating systems hold on the way.
  private static final int PINGS = 400_000;

  private static final int PING_BYTES = 125;

  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            TestServer.LIMITS,
            16 << 20,
            (_, response) -> response.send("page".getBytes(StandardCharsets.UTF_8)),
            Map.of("/stranger", echo(false), "/known", echo(true)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static WebSocketEndpoint echo(boolean known) {
    return (connection, query) -> {
      if (known) {
        connection.belongsTo("app");
      }
      return new WebSocketListener() {
        @Override
        public WebSocketWork read(byte[] message) {
          return WebSocketWork.atOnce(
              () -> {
                boolean _ = connection.send(message);
              });
        }

        @Override
        public void closed() {}
      };
    };
  }

  private RawClient connect(String path) throws IOException {
    RawClient client = server.client();
    RawClient.Reply reply = client.send(HANDSHAKE.formatted(path)).read();
    assertThat(reply.status()).isEqualTo(101);
    // Who offers to compress is told by silence that nothing is compressed.
    assertThat(reply.header("Sec-WebSocket-Extensions")).isEmpty();
    return client;
  }

  /// A frame of fewer than 126 bytes, masked with zeros.
  private static byte[] frame(int first, byte[] payload) {
    return ByteBuffer.allocate(6 + payload.length)
        .put((byte) first)
        .put((byte) (0x80 | payload.length))
        .putInt(0)
        .put(payload)
        .array();
  }

  private void requireOthersAreServed() throws IOException {
    try (RawClient page = server.client();
        RawClient other = connect("known")) {
      assertThat(page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").read().text()).isEqualTo("page");
      other.send(frame(0x82, new byte[] {7}));
      assertThat(other.socket().getInputStream().readNBytes(3)).containsExactly(0x82, 1, 7);
    }
  }

  @Test
  void who_pings_and_does_not_read_is_answered_the_newest_ping_alone() throws Exception {
    try (RawClient client = connect("stranger")) {
      int together = 1_000;
      for (int i = 1; i <= PINGS; i += together) {
        ByteBuffer pings = ByteBuffer.allocate(together * (6 + PING_BYTES));
        for (int j = 0; j < together; j++) {
          byte[] ping = ByteBuffer.allocate(PING_BYTES).putInt(0, i + j).array();
          pings.put(frame(0x89, ping));
        }
        client.send(pings.array());
      }
      requireOthersAreServed();

      InputStream in = client.socket().getInputStream();
      int answers = 0;
      int last = 0;
      while (last < PINGS) {
        byte[] pong = in.readNBytes(2 + PING_BYTES);
        assertThat(pong).startsWith(0x8a, PING_BYTES);
        last = ByteBuffer.wrap(pong).getInt(2);
        answers++;
      }
      assertThat(answers).isLessThan(PINGS / 4);
      await().until(() -> server.socketBudget.used() == 0);
    }
  }

  @Test
  void each_ping_by_itself_is_answered_also_one_that_comes_with_the_handshake() throws Exception {
    try (RawClient client = server.client()) {
      byte[] head = HANDSHAKE.formatted("known").getBytes(StandardCharsets.US_ASCII);
      byte[] ping = frame(0x89, new byte[] {0});
      client.send(ByteBuffer.allocate(head.length + ping.length).put(head).put(ping).array());
      assertThat(client.read().status()).isEqualTo(101);
      InputStream in = client.socket().getInputStream();
      assertThat(in.readNBytes(3)).containsExactly(0x8a, 1, 0);
      for (byte i = 1; i < 10; i++) {
        client.send(frame(0x89, new byte[] {i}));
        assertThat(in.readNBytes(3)).containsExactly(0x8a, 1, i);
      }
    }
  }

  @Test
  void a_stranger_has_few_fragments_however_small_they_are() throws Exception {
    try (RawClient client = connect("stranger")) {
      client.send(frame(0x02, new byte[0]));
      int sent = 0;
      try {
        while (sent < 1_000_000 && client.socket().getInputStream().available() == 0) {
          client.send(frame(0x00, new byte[] {1}));
          sent++;
        }
      } catch (IOException e) {
        assertThat(e).as("it was cut off").isNotNull();
      }
      assertThat(sent).isLessThan(1_000_000);
      assertThat(closeCode(client)).isEqualTo(1008);
      requireOthersAreServed();
    }
    await().until(() -> server.socketBudget.used() == 0);
  }

  @Test
  void a_client_may_send_its_message_in_a_thousand_fragments() throws Exception {
    try (RawClient client = connect("known")) {
      client.send(frame(0x82, new byte[] {9}));
      assertThat(client.socket().getInputStream().readNBytes(3)).containsExactly(0x82, 1, 9);
      client.send(frame(0x02, new byte[] {1}));
      for (int i = 0; i < 998; i++) {
        client.send(frame(0x00, new byte[] {1}));
      }
      await().until(() -> server.socketBudget.used() > 998 * 100);
      client.send(frame(0x80, new byte[] {1}));

      byte[] echo = client.socket().getInputStream().readNBytes(4 + 1_000);
      assertThat(echo).startsWith(0x82, 126, 3, 0xe8).endsWith(1);
      await().until(() -> server.socketBudget.used() == 0);
    }
  }

  @Test
  void a_client_may_send_one_byte_at_a_time() throws Exception {
    try (RawClient client = server.client()) {
      byte[] head = HANDSHAKE.formatted("stranger").getBytes(StandardCharsets.US_ASCII);
      byte[] hello = frame(0x82, "hello".getBytes(StandardCharsets.US_ASCII));
      for (byte one : head) {
        client.send(new byte[] {one});
      }
      assertThat(client.read().status()).isEqualTo(101);
      for (byte one : hello) {
        client.send(new byte[] {one});
      }
      assertThat(client.socket().getInputStream().readNBytes(7))
          .isEqualTo(HexFormat.of().parseHex("8205" + "68656c6c6f"));
    }
  }

  private static int closeCode(RawClient client) throws IOException {
    byte[] close = client.socket().getInputStream().readNBytes(4);
    assertThat(close).hasSize(4).startsWith(0x88);
    return (close[2] & 0xff) << 8 | (close[3] & 0xff);
  }

  /// What RFC 6455 forbids, and the close code it gets.
  @Test
  void closes_at_frames_that_the_rfc_forbids() throws Exception {
    Map<String, Integer> codes = new HashMap<>();
    for (String wrong :
        new String[] {
          "8a7e0080", // a pong of 128 bytes, not masked
          "89fe0080" + "00000000", // a ping that is too long
          "0980" + "00000000", // a ping in fragments
          "8380" + "00000000", // a kind of frame that there is not
          "8b80" + "00000000", // a control frame that there is not
          "a280" + "00000000", // a reserved bit
          "0081" + "00000000" + "01", // a fragment of nothing
          "0281" + "00000000" + "01" + "8281" + "00000000" + "01", // a message in a message
          "8881" + "00000000" + "01" // half of a close code
        }) {
      try (RawClient client = connect("known")) {
        client.send(HexFormat.of().parseHex(wrong));

        codes.put(wrong, closeCode(client));
      }
    }
    assertThat(codes).allSatisfy((wrong, code) -> assertThat(code).as(wrong).isEqualTo(1002));
    requireOthersAreServed();
  }
}
