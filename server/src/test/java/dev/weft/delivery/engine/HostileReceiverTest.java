package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.outbound.AddressGuard;
import dev.weft.outbound.Cidr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What endpoints do that are broken or mean harm, each with the outcome it must have. What only
/// takes time is in [HttpSenderTest].
@Tag("slow")
@Timeout(180)
class HostileReceiverTest {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /// Hosts that Java would reach without a proxy: loopback, if nothing else is said.
  private static final List<String> EXCEPTIONS =
      List.of("http.nonProxyHosts", "socksNonProxyHosts");

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static AddressGuard guard() {
    return new AddressGuard(
        List.of(Cidr.parse("127.0.0.0/8")), (_, _) -> List.of(InetAddress.getLoopbackAddress()));
  }

  private static TestSender sender() {
    return TestSender.of(guard(), DEADLINE);
  }

  private static Outcome send(URI url) {
    try (TestSender sender = sender()) {
      return send(sender, url);
    }
  }

  private static Outcome send(TestSender sender, URI url) {
    return sender.send(
        new Endpoint(new RuleId(1), "rule", url, true, RetryPolicy.DURABLE, (_, _, _) -> "v1,x"),
        new Delivery(1, DeliveryFixture.callback(1, "t", 1), Kind.LIVE, 0, null),
        () -> true);
  }

  private static void assertFailure(Outcome outcome, Failure... failures) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unreachable.class,
            unreachable -> assertThat(unreachable.failure()).isIn((Object[]) failures));
    assertThat(outcome.timings().total()).isLessThan(DEADLINE);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static AppServer answering(String text) {
    return new AppServer(
        (_, out) -> {
          write(out, text);
          out.close();
        });
  }

  private static AppServer repeating(String first, String more) {
    return new AppServer(
        (_, out) -> {
          write(out, first);
          while (true) {
            write(out, more);
          }
        });
  }

  @Test
  void resets_are_failures_wherever_they_come() {
    try (RawServer server = new RawServer(RawServer::reset)) {
      assertFailure(send(server.url()), Failure.BROKEN, Failure.CONNECT);
    }
    try (RawServer server =
        new RawServer(
            socket -> {
              RawServer.readRequest(socket);
              RawServer.reset(socket);
            })) {
      assertFailure(send(server.url()), Failure.BROKEN);
    }
    try (RawServer server =
        new RawServer(
            socket -> {
              RawServer.readRequest(socket);
              write(socket.getOutputStream(), "HTTP/1.1 2");
              RawServer.reset(socket);
            })) {
      assertFailure(send(server.url()), Failure.BROKEN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I am not HTTP\r\n\r\n",
        "I am not HTTP\r\n" + OK,
        "\u0016\u0003\u0001 TLS perhaps\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 20",
        "HTTP/1.1 200",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        ""
      })
  void what_has_no_status_line_is_a_failure(String text) {
    try (AppServer app = answering(text)) {
      assertFailure(send(app.url()), Failure.BROKEN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 204 No Content\r\nX: "
      })
  void a_status_line_is_the_answer_whatever_follows_it(String text) {
    AtomicInteger answers = new AtomicInteger();
    try (AppServer app =
            new AppServer(
                (_, out) -> {
                  answers.incrementAndGet();
                  write(out, text);
                  out.close();
                });
        TestSender sender = sender()) {
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Acknowledged.class);
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Acknowledged.class);
      assertThat(answers).hasValue(2);
      assertThat(app.connections).hasValue(2);
    }
    try (AppServer app = answering(text.replaceFirst(" 20[04] ", " 503 "))) {
      assertThat(((Outcome.Refused) send(app.url())).status()).isEqualTo(503);
    }
  }

  @Test
  void a_head_that_is_huge_is_read_and_the_connection_used_again() {
    String line = "X-Long: " + "x".repeat(9_000) + "\r\n";
    String cookies = "Set-Cookie: a=b; Path=/\r\n".repeat(120);
    for (String fields : List.of(line, cookies, line.repeat(20))) {
      try (AppServer app =
              new AppServer(
                  (_, out) ->
                      write(out, "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 0\r\n\r\n"));
          TestSender sender = sender()) {
        for (int i = 0; i < 3; i++) {
          assertThat(send(sender, app.url())).isInstanceOf(Outcome.Acknowledged.class);
        }
        assertThat(app.connections).hasValue(1);
      }
    }
  }

  @Test
  void of_a_head_without_end_no_more_is_read_than_a_bound() {
    try (AppServer app = repeating("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")) {
      assertAcknowledgedSoon(send(app.url()));
    }
    try (AppServer app = repeating("HTTP/1.1 200 OK\r\nX-Long: ", "and longer ")) {
      assertAcknowledgedSoon(send(app.url()));
    }
    try (AppServer app =
        repeating("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "extension")) {
      assertAcknowledgedSoon(send(app.url()));
    }
  }

  private static void assertAcknowledgedSoon(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Acknowledged.class);
    assertThat(outcome.timings().total()).isLessThan(DEADLINE);
  }

  @Test
  void of_a_body_without_end_no_more_is_read_than_is_kept() {
    try (AppServer app = repeating("HTTP/1.1 200 OK\r\n\r\n", "for ever ")) {
      assertThat(((Outcome.Acknowledged) send(app.url())).answer()).hasSize(1_001);
    }
    try (AppServer app =
        repeating("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nagain\r\n")) {
      assertThat(((Outcome.Acknowledged) send(app.url())).answer()).hasSize(1_001);
    }
  }

  @Test
  void nothing_is_unpacked() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[200_000]);
    }
    try (AppServer app =
        new AppServer(
            (_, out) -> {
              write(
                  out,
                  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                      .formatted(bomb.size()));
              bomb.writeTo(out);
              out.flush();
            })) {
      Outcome.Acknowledged outcome = (Outcome.Acknowledged) send(app.url());
      assertThat(outcome.answer().length()).isLessThanOrEqualTo(bomb.size());
      assertThat(app.received.getFirst().headers()).doesNotContainKey("accept-encoding");
    }
  }

  @Test
  void an_answer_after_many_interim_ones_counts() {
    try (AppServer app = answering("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(50) + OK)) {
      assertThat(send(app.url())).isInstanceOf(Outcome.Acknowledged.class);
    }
  }

  @Test
  void a_connection_on_which_more_came_than_the_answer_is_not_used_again() {
    AtomicInteger answers = new AtomicInteger();
    // Refuses, and puts an acknowledgement on the line for whatever comes next.
    try (AppServer app =
            new AppServer(
                (_, out) -> {
                  answers.incrementAndGet();
                  write(out, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" + OK);
                });
        TestSender sender = sender()) {
      for (int i = 0; i < 3; i++) {
        assertThat(send(sender, app.url())).isInstanceOf(Outcome.Refused.class);
      }
      assertThat(answers).hasValue(3);
      assertThat(app.connections).hasValue(3);
    }
    String chunked = "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n";
    try (AppServer app = new AppServer((_, out) -> write(out, chunked + OK));
        TestSender sender = sender()) {
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Refused.class);
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void a_connection_on_which_more_comes_later_is_not_used_again() throws InterruptedException {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch late = new CountDownLatch(1);
    try (RawServer app =
            new RawServer(
                socket -> {
                  RawServer.readRequest(socket);
                  write(socket.getOutputStream(), "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                  await(answered);
                  write(socket.getOutputStream(), OK);
                  late.countDown();
                  socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                });
        TestSender sender = sender()) {
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Refused.class);
      answered.countDown();
      assertThat(late.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Refused.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_endpoint_that_was_slow_once_is_as_good_as_any_afterwards() {
    AtomicInteger calls = new AtomicInteger();
    Duration deadline = Duration.ofSeconds(2);
    try (AppServer app =
            new AppServer(
                (_, out) -> {
                  if (calls.getAndIncrement() > 0) {
                    write(out, OK);
                  }
                });
        TestSender sender = TestSender.of(guard(), deadline)) {
      assertThat(((Outcome.Unreachable) send(sender, app.url())).failure())
          .isEqualTo(Failure.TIMEOUT);
      assertThat(send(sender, app.url())).isInstanceOf(Outcome.Acknowledged.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirects_lead_nowhere(int status) {
    try (AppServer app =
        new AppServer(
            (_, out) ->
                AppServer.respond(
                    out, status, "", "Location: http://169.254.169.254/latest/meta-data/"))) {
      Outcome outcome = send(app.url());
      assertThat(((Outcome.Refused) outcome).status()).isEqualTo(status);
      assertThat(app.received).hasSize(1);
    }
  }

  @Test
  void how_long_to_wait_is_said_in_seconds_or_as_a_date_and_nonsense_is_ignored() {
    Instant later = Clock.systemUTC().instant().plus(Duration.ofMinutes(10));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(later.atOffset(ZoneOffset.UTC));
    assertThat(retryAfter("120")).isEqualTo(Duration.ofMinutes(2));
    assertThat(retryAfter(date)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    for (String nonsense : List.of("soon", "-5", "1e9", "99999999999999999999", "")) {
      assertThat(retryAfter(nonsense)).as(nonsense).isNull();
    }
  }

  private static @Nullable Duration retryAfter(String value) {
    try (AppServer app =
        new AppServer((_, out) -> AppServer.respond(out, 429, "", "Retry-After: " + value))) {
      return ((Outcome.Refused) send(app.url())).retryAfter();
    }
  }

  @Test
  void tls_that_does_not_prove_who_answers_is_a_failure(@TempDir Path folder) throws Exception {
    Certificates certificates = new Certificates(folder);
    certificates.issue("good", "app.example", "-1d", 10);
    certificates.issue("expired", "app.example", "-10d", 5);
    SSLContext trust = certificates.trusted();
    AppServer.Script willing = (_, out) -> write(out, OK);
    try (AppServer good = new AppServer(sockets(certificates, "good"), willing);
        AppServer expired = new AppServer(sockets(certificates, "expired"), willing);
        RawServer plain =
            new RawServer(socket -> write(socket.getOutputStream(), "HTTP/1.1 400 Bad\r\n\r\n"));
        TestSender trusting = TestSender.trusting(trust, guard(), DEADLINE)) {
      assertThat(send(trusting, https("app.example", good.url())))
          .isInstanceOf(Outcome.Acknowledged.class);
      assertFailure(send(https("app.example", good.url())), Failure.TLS);
      assertFailure(send(trusting, https("other.example", good.url())), Failure.TLS);
      assertFailure(send(trusting, https("app.example", expired.url())), Failure.TLS);
      assertFailure(send(trusting, https("app.example", plain.url())), Failure.TLS);
      assertThat(expired.received).isEmpty();
      assertThat(good.received).hasSize(1);
    }
  }

  private static ServerSocketFactory sockets(Certificates certificates, String alias)
      throws Exception {
    return certificates.showing(alias).getServerSocketFactory();
  }

  private static URI https(String host, URI url) {
    return URI.create("https://" + host + ":" + url.getPort() + "/hook");
  }

  @Test
  void proxies_of_the_environment_are_not_used() throws IOException {
    String closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = Integer.toString(socket.getLocalPort());
    }
    List<String> kinds = List.of("http.proxy", "https.proxy", "socksProxy");
    try (AppServer app = AppServer.willing()) {
      kinds.forEach(kind -> System.setProperty(kind + "Host", "127.0.0.1"));
      kinds.forEach(kind -> System.setProperty(kind + "Port", closed));
      EXCEPTIONS.forEach(kind -> System.setProperty(kind, ""));
      assertThat(send(URI.create("http://app.example:" + app.url().getPort() + "/")))
          .isInstanceOf(Outcome.Acknowledged.class);
    } finally {
      kinds.forEach(kind -> System.clearProperty(kind + "Host"));
      kinds.forEach(kind -> System.clearProperty(kind + "Port"));
      EXCEPTIONS.forEach(System::clearProperty);
    }
  }
}
