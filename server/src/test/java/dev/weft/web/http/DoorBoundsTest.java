package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.RawClient.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the door lets one client take: of its head, its memory, its time and its connections.
@Tag("slow")
class DoorBoundsTest {

  private static TestServer door;

  @BeforeAll
  static void start() {
    door = TestServer.start(DoorTest::echo);
  }

  @AfterAll
  static void stop() {
    door.close();
  }

  @ParameterizedTest
  @CsvSource({"414, 17000, 0", "431, 10, 40000"})
  void bounds_the_head(int status, int target, int header) throws IOException {
    try (RawClient client = door.client()) {
      String request =
          "GET /" + "a".repeat(target) + " HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(header);
      assertThat(client.send(request + "\r\n\r\n").read().status()).isEqualTo(status);
      assertThat(client.isAtEnd()).isTrue();
    }
    try (RawClient client = door.client()) {
      // Not even its line has an end.
      String request = status == 414 ? "GET /" + "a".repeat(17_000) : "GET / HTTP/1.1\r\nA: ";
      client.send(request);
      if (status == 431) {
        client.send("b".repeat(40_000));
      }
      assertThat(client.read().status()).isEqualTo(status);
    }
  }

  @Test
  void bounds_the_number_of_headers() throws IOException {
    try (RawClient client = door.client()) {
      String many = "A: b\r\n".repeat(101);
      Reply reply = client.send("GET / HTTP/1.1\r\nHost: x\r\n" + many + "\r\n").read();

      assertThat(reply.status()).isEqualTo(431);
    }
  }

  @Test
  void holds_little_of_a_client_that_asks_without_reading() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    HttpHandler large =
        (request, response) -> {
          answered.incrementAndGet();
          response.send(new byte[100_000]);
        };
    try (TestServer server = TestServer.start(large);
        RawClient client = server.client()) {
      String request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
      client.send(request.repeat(2_000));

      // What fits into the sockets is answered, and then nothing until the client reads.
      await().until(() -> answered.get() > 0);
      Thread.sleep(500);
      assertThat(answered.get()).isLessThan(200);
      for (int i = 0; i < 2_000; i++) {
        assertThat(client.read().body()).hasSize(100_000);
      }
    }
  }

  private static HttpLimits hasty() {
    HttpLimits usual = HttpLimits.of(1_000, 1 << 20);
    return new HttpLimits(
        usual.connections(),
        usual.bodyBytes(),
        usual.window(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        1_000,
        usual.webSocketIdle(),
        usual.webSocketFrame(),
        usual.webSocketBacklog());
  }

  @Test
  void has_a_deadline_for_heads_and_bodies_and_for_saying_nothing() throws IOException {
    try (TestServer server = TestServer.start(hasty(), 1 << 20, DoorTest::echo, Map.of());
        RawClient silent = server.client();
        RawClient head = server.client();
        RawClient body = server.client();
        RawClient large = server.client();
        RawClient idle = server.client()) {
      head.send("GET /a HTTP/1.1\r\nHo");
      body.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      large.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\nabc");
      idle.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(silent.isAtEnd()).isTrue();
      assertThat(head.read().status()).isEqualTo(408);
      assertThat(body.read().status()).isEqualTo(408);
      assertThat(large.read().status()).isEqualTo(408);
      assertThat(idle.read().status()).isEqualTo(200);
      assertThat(idle.isAtEnd()).isTrue();
    }
  }

  @Test
  void cuts_off_who_drips() throws Exception {
    try (TestServer server = TestServer.start(hasty(), 1 << 20, DoorTest::echo, Map.of());
        RawClient head = server.client();
        RawClient body = server.client()) {
      head.send("GET /a HTTP/1.1\r\nA: ");
      body.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n");
      Thread dripping =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 200; i++) {
                    head.send("a");
                    body.send("a");
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException e) {
                  // It has been cut off.
                }
              });

      assertThat(head.read().status()).isEqualTo(408);
      assertThat(body.read().status()).isEqualTo(408);
      dripping.interrupt();
    }
  }

  @Test
  void cuts_off_who_does_not_read_his_answer() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    HttpHandler endless =
        (request, response) -> {
          try (OutputStream out = response.stream(OptionalLong.empty())) {
            while (true) {
              out.write(new byte[10_000]);
            }
          } catch (IOException e) {
            failed.incrementAndGet();
            response.abort();
          }
        };
    try (TestServer server = TestServer.start(hasty(), 1 << 20, endless, Map.of());
        RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      await().until(() -> failed.get() == 1);
      await().until(() -> server.server.connections() == 0);
    }
  }

  @Test
  void has_one_budget_for_all_that_is_being_read() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    HttpHandler slow =
        (request, response) -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          DoorTest.echo(request, response);
        };
    long budget = 1 << 20;
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server = TestServer.start(TestServer.LIMITS, budget, slow, Map.of())) {
      // Each holds some 64 KB: 16 of them are all there is.
      for (int i = 0; i < 16; i++) {
        RawClient client = server.client();
        clients.add(client);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n");
        client.send(new byte[65_000]);
      }
      await().until(() -> server.budget.used() == 16 * 65_000);

      try (RawClient late = server.client()) {
        late.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n");
        Reply reply = late.send(new byte[65_000]).read();
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).contains("1");
      }
      go.countDown();
      for (RawClient client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      await().until(() -> server.budget.used() == 0);
      try (RawClient later = server.client()) {
        later.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n");
        assertThat(later.send(new byte[65_000]).read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void makes_room_for_new_connections_by_closing_who_has_been_idle() throws IOException {
    HttpLimits few = HttpLimits.of(20, 1 << 20);
    List<RawClient> idle = new ArrayList<>();
    try (TestServer server = TestServer.start(few, 1 << 20, DoorTest::echo, Map.of())) {
      for (int i = 0; i < 60; i++) {
        idle.add(server.client());
      }
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (RawClient client = server.client()) {
                  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
                  assertThat(client.read().status()).isEqualTo(200);
                }
              });
      assertThat(server.server.connections()).isLessThanOrEqualTo(20 + HttpServer.slack(20));

      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void listens_again_when_its_listener_has_ended() throws IOException {
    try (TestServer server = TestServer.start(DoorTest::echo)) {
      int port = server.port();

      server.server.loseListener();

      await().until(server.server::isListening);
      assertThat(server.port()).isEqualTo(port);
      try (RawClient client = server.client()) {
        client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.read().text()).isEqualTo("GET x/a ");
      }
    }
  }

  @Test
  void lets_requests_under_way_end_when_it_stops() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HttpHandler slow =
        (request, response) -> {
          begun.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          response.send(DoorTest.bytes("done"));
        };
    TestServer server = TestServer.start(slow);
    try (RawClient client = server.client();
        RawClient idle = server.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
      begun.await();
      Thread stopping = Thread.startVirtualThread(server::close);
      assertThat(idle.isAtEnd()).isTrue();

      go.countDown();

      Reply reply = client.read();
      assertThat(reply.text()).isEqualTo("done");
      assertThat(reply.header("Connection")).contains("close");
      stopping.join();
    }
  }
}
