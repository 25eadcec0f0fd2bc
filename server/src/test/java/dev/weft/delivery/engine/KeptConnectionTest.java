package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.Cidr;
import dev.weft.outbound.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections are kept as long as they help, names are followed, and no address takes the time of
/// another.
@Tag("slow")
@Timeout(180)
class KeptConnectionTest {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final RawServer.Script OK =
      socket -> write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress DEAF = InetAddress.ofLiteral("127.0.0.2");

  @TempDir Path folder;

  private static TestSender sender(Resolver resolver, Duration age) {
    return sender(resolver, age, DEADLINE);
  }

  private static TestSender sender(Resolver resolver, Duration age, Duration deadline) {
    AddressGuard guard = new AddressGuard(List.of(Cidr.parse("127.0.0.0/8")), resolver);
    return TestSender.of(guard, deadline, age);
  }

  private static Outcome send(TestSender sender, URI url) {
    return sender.send(
        new Endpoint(new RuleId(1), "rule", url, true, RetryPolicy.DURABLE, (_, _, _) -> "v1,x"),
        new Delivery(1, DeliveryFixture.callback(1, "t", 1), Kind.LIVE, 0, null),
        () -> true);
  }

  private static URI named(URI url) {
    return URI.create("http://app.example:" + url.getPort() + "/hook");
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void assertAcknowledged(TestSender sender, URI url) {
    assertThat(send(sender, url)).isInstanceOf(Outcome.Acknowledged.class);
  }

  /// Reads a request for each of the answers, counts it, gives the answer, and closes the
  /// connection after the last.
  private static RawServer answering(AtomicInteger requests, RawServer.Script... answers) {
    return new RawServer(
        socket -> {
          for (RawServer.Script answer : answers) {
            RawServer.readRequest(socket);
            requests.incrementAndGet();
            answer.handle(socket);
          }
        });
  }

  @Test
  void a_connection_that_was_closed_while_it_was_idle_costs_nothing() {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer app = answering(requests, OK);
        TestSender sender = sender((_, _) -> List.of(HERE), LONG)) {
      for (int i = 0; i < 5; i++) {
        assertAcknowledged(sender, app.url());
      }
      assertThat(requests).hasValue(5);
    }
  }

  @Test
  void a_kept_connection_without_a_byte_of_an_answer_means_once_more_on_a_new_one() {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer app = answering(requests, OK, RawServer::reset);
        TestSender sender = sender((_, _) -> List.of(HERE), LONG)) {
      assertAcknowledged(sender, app.url());
      assertAcknowledged(sender, app.url());
      assertThat(requests).hasValue(3);
    }
  }

  @Test
  void one_byte_of_an_answer_is_a_failure() {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer app = answering(requests, OK, socket -> write(socket, "H"));
        TestSender sender = sender((_, _) -> List.of(HERE), LONG)) {
      assertAcknowledged(sender, app.url());
      assertThat(((Outcome.Unreachable) send(sender, app.url())).failure())
          .isEqualTo(Failure.BROKEN);
      assertThat(requests).hasValue(2);
    }
  }

  @Test
  void a_new_connection_without_an_answer_is_a_failure() {
    AtomicInteger requests = new AtomicInteger();
    try (RawServer app = answering(requests, _ -> {});
        TestSender sender = sender((_, _) -> List.of(HERE), LONG)) {
      Outcome.Unreachable outcome = (Outcome.Unreachable) send(sender, app.url());
      assertThat(outcome.failure()).isEqualTo(Failure.BROKEN);
      assertThat(outcome.reason()).contains("the answer");
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void a_connection_of_age_is_not_used_again_so_that_a_name_that_moved_is_followed() {
    AtomicInteger asked = new AtomicInteger();
    Resolver moving =
        (_, _) -> {
          asked.incrementAndGet();
          return List.of(HERE);
        };
    try (AppServer app = AppServer.willing();
        TestSender sender = sender(moving, Duration.ZERO)) {
      for (int i = 0; i < 3; i++) {
        assertAcknowledged(sender, named(app.url()));
      }
      assertThat(app.connections).hasValue(3);
      assertThat(asked).hasValue(3);
    }
  }

  /// A port on 127.0.0.2 that swallows SYNs: its queue is full and nobody accepts.
  private static final class DeafPort implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final List<Socket> fill = new ArrayList<>();

    DeafPort(int port) throws IOException {
      server.bind(new InetSocketAddress(DEAF, port), 1);
      while (fills()) {
        // One more.
      }
    }

    private boolean fills() throws IOException {
      Socket socket = new Socket();
      fill.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 300);
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : fill) {
        socket.close();
      }
      server.close();
    }
  }

  @Test
  void an_address_that_swallows_everything_leaves_time_to_the_others() throws IOException {
    try (AppServer app = AppServer.willing();
        DeafPort _ = new DeafPort(app.url().getPort())) {
      try (TestSender sender = sender((_, _) -> List.of(DEAF, HERE), Duration.ZERO, LONG)) {
        for (int i = 0; i < 3; i++) {
          Outcome outcome = send(sender, named(app.url()));
          assertThat(outcome).isInstanceOf(Outcome.Acknowledged.class);
          assertThat(outcome.timings().total()).isLessThan(LONG.dividedBy(4));
        }
      }
      try (TestSender sender = sender((_, _) -> List.of(DEAF, DEAF), LONG)) {
        Outcome.Unreachable outcome = (Outcome.Unreachable) send(sender, named(app.url()));
        assertThat(outcome.failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(outcome.reason()).endsWith("waited for the connection");
      }
    }
  }

  @Test
  void the_host_header_is_what_the_url_says() {
    try (AppServer app = AppServer.willing();
        TestSender sender = sender((_, _) -> List.of(HERE), LONG)) {
      assertAcknowledged(sender, named(app.url()));
      assertThat(app.received.getFirst().header("host"))
          .isEqualTo("app.example:" + app.url().getPort());
    }
  }

  @Test
  void an_attempt_that_could_not_be_begun_is_none() {
    Faults faults = new Faults();
    try (AppServer app = AppServer.willing();
        DeliveryFixture fixture =
            new DeliveryFixture(
                folder.resolve("weft.db"),
                dev.weft.delivery.DeliverySettings.DEFAULT,
                DeliveryFixture.DEADLINE,
                dev.weft.delivery.DeliveryListener.NONE,
                java.time.Clock.systemUTC(),
                faults)) {
      fixture.rule(1, app.url(), DeliveryFixture.retrying());
      fixture.dispatcher.start();
      faults.inject("send", 2, () -> new PostponedException("too many look-ups"));
      var callback = DeliveryFixture.callback(1, "t", 0);
      fixture.add(callback);
      await().until(() -> fixture.state(callback) == State.DELIVERED);
      assertThat(fixture.story(callback).orElseThrow().attempts()).hasSize(1);
      assertThat(app.received.getFirst().header("weft-attempt")).isEqualTo("1");
    }
  }
}
