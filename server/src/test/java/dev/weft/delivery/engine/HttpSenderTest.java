package dev.weft.delivery.engine;

import static java.io.OutputStream.nullOutputStream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.outbound.AddressCheck;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.Cidr;
import dev.weft.outbound.Resolver;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One attempt ends in time whatever the other side does, and tells what happened.
@Tag("slow")
@Timeout(180)
class HttpSenderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /// The other side goes on for ever: any end at all is the deadline's, however busy the machine
  /// is.
  private static final Duration SOON_AFTER = Duration.ofSeconds(30);

  private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8"));
  private static final Resolver TO_LOOPBACK = (_, _) -> List.of(InetAddress.getLoopbackAddress());

  private static Outcome send(URI url) {
    return send(url, LOOPBACK, TO_LOOPBACK, 1);
  }

  /// Sends the same callback some times and answers the last outcome.
  private static Outcome send(URI url, List<Cidr> allowed, Resolver resolver, int times) {
    Endpoint endpoint =
        new Endpoint(new RuleId(1), "rule", url, true, RetryPolicy.DURABLE, (_, _, _) -> "v1,x");
    Delivery delivery = new Delivery(1, DeliveryFixture.callback(1, "t", 1), Kind.LIVE, 0, null);
    AddressGuard guard = new AddressGuard(allowed, resolver);
    try (TestSender sender = TestSender.of(guard, DEADLINE)) {
      Outcome outcome = sender.send(endpoint, delivery, () -> true);
      for (int i = 1; i < times; i++) {
        outcome = sender.send(endpoint, delivery, () -> true);
      }
      return outcome;
    }
  }

  private static void assertTimedOut(Outcome outcome, String waitedFor) {
    assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
    Outcome.Unreachable unreachable = (Outcome.Unreachable) outcome;
    assertThat(unreachable.failure()).isEqualTo(Failure.TIMEOUT);
    assertThat(unreachable.reason()).endsWith("waited for " + waitedFor);
    assertThat(unreachable.timings().total()).isBetween(DEADLINE, SOON_AFTER);
  }

  private static Failure failure(Outcome outcome) {
    return ((Outcome.Unreachable) outcome).failure();
  }

  @Test
  void ends_at_the_deadline_when_no_answer_comes() {
    CountDownLatch end = new CountDownLatch(1);
    try (AppServer app = new AppServer((_, _) -> end.await())) {
      assertTimedOut(send(app.url()), "the answer");
      end.countDown();
    }
  }

  @Test
  void ends_at_the_deadline_when_the_status_line_drips() {
    try (AppServer app = new AppServer((_, out) -> drip(out, "HTTP/1.1 200 O"))) {
      assertTimedOut(send(app.url()), "the answer");
    }
  }

  @Test
  void ends_at_the_deadline_when_head_or_body_drip_and_has_the_answer_all_the_same() {
    for (String first :
        List.of("HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")) {
      try (AppServer app = new AppServer((_, out) -> drip(out, first))) {
        Outcome outcome = send(app.url());
        assertThat(outcome).isInstanceOf(Outcome.Acknowledged.class);
        assertThat(outcome.timings().total()).isBetween(DEADLINE, SOON_AFTER);
      }
    }
  }

  @Test
  void ends_at_the_deadline_when_interim_answers_never_end() {
    try (AppServer app =
        new AppServer((_, out) -> repeat(out, "HTTP/1.1 103 Early Hints\r\n\r\n"))) {
      assertTimedOut(send(app.url()), "the answer");
    }
  }

  @Test
  void ends_at_the_deadline_when_tls_is_never_spoken() {
    try (RawServer silent =
        new RawServer(socket -> socket.getInputStream().transferTo(nullOutputStream()))) {
      URI tls = URI.create("https://127.0.0.1:" + silent.url().getPort() + "/");
      assertTimedOut(send(tls), "the TLS handshake");
    }
  }

  @Test
  void ends_at_the_deadline_when_the_name_server_hangs() {
    Resolver hanging =
        (host, within) -> {
          try {
            boolean _ = new CountDownLatch(1).await(within.toNanos(), TimeUnit.NANOSECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new java.net.UnknownHostException(host);
        };
    Outcome outcome = send(URI.create("http://slow.example/"), LOOPBACK, hanging, 1);
    assertThat(failure(outcome)).isIn(Failure.DNS, Failure.TIMEOUT);
    assertThat(outcome.timings().total()).isBetween(DEADLINE.minusMillis(50), SOON_AFTER);
  }

  @Test
  void reads_no_more_of_an_answer_than_it_keeps() {
    try (AppServer app =
        new AppServer(
            (_, out) -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              repeat(out, "x".repeat(8_192));
            })) {
      Outcome outcome = send(app.url());
      assertThat(outcome).isInstanceOf(Outcome.Acknowledged.class);
      assertThat(((Outcome.Acknowledged) outcome).answer()).hasSize(1_001);
      assertThat(outcome.timings().total()).isLessThan(DEADLINE);
    }
  }

  @Test
  void uses_a_connection_again_but_not_after_an_answer_it_left_unread() {
    try (AppServer app = AppServer.willing()) {
      assertThat(send(app.url(), LOOPBACK, TO_LOOPBACK, 5))
          .isInstanceOf(Outcome.Acknowledged.class);
      assertThat(app.connections).hasValue(1);
    }
    try (AppServer app =
        new AppServer((_, out) -> AppServer.respond(out, 200, "x".repeat(100_000)))) {
      assertThat(send(app.url(), LOOPBACK, TO_LOOPBACK, 3))
          .isInstanceOf(Outcome.Acknowledged.class);
      assertThat(app.connections).hasValue(3);
    }
  }

  @Test
  void follows_no_redirect_and_keeps_no_cookie() {
    try (AppServer app =
        new AppServer(
            (_, out) ->
                AppServer.respond(
                    out, 302, "", "Location: http://169.254.169.254/", "Set-Cookie: a=b"))) {
      Outcome outcome = send(app.url(), LOOPBACK, TO_LOOPBACK, 2);
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(((Outcome.Refused) outcome).status()).isEqualTo(302);
      assertThat(app.received).hasSize(2);
      assertThat(app.received.getLast().headers()).doesNotContainKey("cookie");
    }
  }

  @Test
  void hears_how_long_to_wait() {
    try (AppServer app =
        new AppServer((_, out) -> AppServer.respond(out, 429, "", "Retry-After: 17"))) {
      assertThat(((Outcome.Refused) send(app.url())).retryAfter())
          .isEqualTo(Duration.ofSeconds(17));
    }
  }

  @Test
  void tells_a_closed_port_from_nonsense_and_from_a_broken_connection() {
    URI closed;
    try (AppServer app = AppServer.willing()) {
      closed = app.url();
    }
    assertThat(failure(send(closed))).isEqualTo(Failure.CONNECT);
    try (AppServer app =
        new AppServer(
            (_, out) -> {
              out.write("I am not HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              out.close();
            })) {
      assertThat(failure(send(app.url()))).isEqualTo(Failure.BROKEN);
    }
    try (AppServer app = new AppServer((_, out) -> out.close())) {
      assertThat(failure(send(app.url()))).isEqualTo(Failure.BROKEN);
    }
  }

  @Test
  void asks_the_guard_about_the_address_it_connects_to() {
    try (AppServer app = AppServer.willing()) {
      Outcome literal = send(app.url(), List.of(), TO_LOOPBACK, 1);
      assertThat(failure(literal)).isEqualTo(Failure.FORBIDDEN);

      AtomicInteger asked = new AtomicInteger();
      Resolver rebinding =
          (_, _) ->
              List.of(
                  InetAddress.ofLiteral(
                      asked.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1"));
      URI url = URI.create("http://rebinding.example:" + app.url().getPort() + "/");
      AddressGuard guard = new AddressGuard(List.of(), rebinding);
      assertThat(guard.check(url)).isInstanceOf(AddressCheck.Permitted.class);
      assertThat(failure(send(url, List.of(), rebinding, 1))).isEqualTo(Failure.FORBIDDEN);
      assertThat(app.connections).hasValue(0);
    }
  }

  @Test
  void tries_the_addresses_of_a_name_one_after_the_other_but_none_that_is_forbidden() {
    try (AppServer app = AppServer.willing()) {
      URI url = URI.create("http://two.example:" + app.url().getPort() + "/");
      // The app server listens on 127.0.0.1 alone.
      InetAddress deaf = InetAddress.ofLiteral("127.0.0.2");
      InetAddress open = InetAddress.ofLiteral("127.0.0.1");
      assertThat(send(url, LOOPBACK, (_, _) -> List.of(deaf, open), 1))
          .isInstanceOf(Outcome.Acknowledged.class);
      assertThat(failure(send(url, LOOPBACK, (_, _) -> List.of(deaf), 1)))
          .isEqualTo(Failure.CONNECT);
      List<Cidr> deafOnly = List.of(Cidr.parse("127.0.0.2/32"));
      assertThat(failure(send(url, deafOnly, (_, _) -> List.of(deaf, open), 1)))
          .isEqualTo(Failure.FORBIDDEN);
      assertThat(app.connections).hasValue(1);
    }
  }

  private static void drip(OutputStream out, String first)
      throws java.io.IOException, InterruptedException {
    out.write(first.getBytes(StandardCharsets.US_ASCII));
    CountDownLatch never = new CountDownLatch(1);
    do {
      out.write('x');
      out.flush();
    } while (!never.await(50, TimeUnit.MILLISECONDS));
  }

  private static void repeat(OutputStream out, String text) throws java.io.IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(bytes);
      out.flush();
    }
  }
}
