package dev.weft.receiver.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over real sockets, against servers that answer as they are told to.
@SuppressWarnings("StringConcatToTextBlock") // line ends matter here
class HttpCallerTest {

  private static final InetAddress SIX = loopback("::1");
  private static final InetAddress FOUR = loopback("127.0.0.1");

  private final HttpCaller caller = new HttpCaller(Duration.ofSeconds(5), 1_000);

  @AfterEach
  void close() {
    caller.close();
  }

  @Test
  void reaches_an_app_that_listens_on_the_second_address_of_its_name() throws Exception {
    assumeTrue(isThere(SIX), "this machine has no IPv6");
    for (InetAddress only : List.of(SIX, FOUR)) {
      try (ScriptedServer server = ScriptedServer.on(only, ok("hello"))) {
        HttpAnswer answer = caller.call(get("http://localhost:" + server.port() + "/"));

        assertThat(new String(answer.body(), UTF_8)).isEqualTo("hello");
      }
    }
  }

  @Test
  void says_which_addresses_refused_the_connection() throws Exception {
    int port = freePort();

    assertThatThrownBy(() -> caller.call(get("http://localhost:" + port + "/")))
        .isInstanceOf(ConnectFailedException.class)
        .hasMessageStartingWith("connection refused by ")
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("[::1]:" + port)
        .satisfies(e -> assertThat(((ConnectFailedException) e).isRefused()).isTrue());
    assertThatThrownBy(() -> caller.call(get("http://127.0.0.1:" + port + "/")))
        .hasMessage("connection refused by 127.0.0.1:" + port);
    assertThatThrownBy(() -> caller.call(get("http://[::1]:" + port + "/")))
        .hasMessage("connection refused by [::1]:" + port);
  }

  @Test
  void says_that_a_name_has_no_address() {
    assertThatThrownBy(() -> caller.call(get("http://weft.invalid/")))
        .isInstanceOf(ConnectFailedException.class)
        .hasMessage("the name weft.invalid has no address");
  }

  @Test
  void shares_its_time_between_addresses_one_of_which_is_silent() throws Exception {
    // Nothing in between answers for it: a full backlog swallows what comes.
    try (ServerSocket silent = new ServerSocket(0, 1, FOUR)) {
      List<java.net.Socket> fillers = ScriptedServer.fill(silent);
      HttpCaller impatient = new HttpCaller(Duration.ofMillis(600), 1_000);
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";

      assertThatThrownBy(() -> impatient.call(get(url)))
          .isInstanceOf(ConnectFailedException.class)
          .hasMessageContaining("127.0.0.1:" + silent.getLocalPort() + ": no answer in time");
      for (java.net.Socket filler : fillers) {
        filler.close();
      }
    }
  }

  @Test
  void sends_exactly_the_urls_authority_and_an_encoded_target() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ok(""))) {
      String base = "http://127.0.0.1:" + server.port();
      caller.call(get(base + "/回调?名=值&a=%20"));
      caller.call(get(base));

      assertThat(server.request()).startsWith("GET /%E5%9B%9E%E8%B0%83?%E5%90%8D=%E5%80%BC&a=%20 ");
      String second = server.request();
      assertThat(second)
          .startsWith("GET / HTTP/1.1\r\n")
          .contains("\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
    }
  }

  @Test
  void sends_a_body_with_its_length() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ok(""))) {
      caller.call(
          new HttpCall(
              "POST",
              URI.create("http://127.0.0.1:" + server.port() + "/"),
              Map.of("X-Own", "1"),
              "héllo".getBytes(UTF_8),
              Duration.ofSeconds(5)));

      assertThat(server.request()).contains("X-Own: 1\r\n").contains("Content-Length: 6\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "2\r\n"
            + "he\r\n"
            + "3;x=y\r\n"
            + "llo\r\n"
            + "0\r\n"
            + "T: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\n"
            + "HTTP/1.1 103 Early Hints\r\n"
            + "Link: a\r\n\r\n"
            + "HTTP/1.1 200 OK\r\n"
            + "Content-Length: 5\r\n\r\n"
            + "hello",
        "HTTP/1.1 200 \nContent-Length: 5\n\nhello"
      })
  void reads_an_answer_however_it_says_where_it_ends(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.closing(script))) {
      HttpAnswer answer = caller.call(get("http://127.0.0.1:" + server.port() + "/"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-",
        "SSH-2.0-OpenSSH_9.2\r\n",
        ""
      })
  void takes_no_part_of_an_answer_for_the_whole(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.closing(script))) {
      assertThatThrownBy(() -> caller.call(get("http://127.0.0.1:" + server.port() + "/")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void reads_no_more_of_an_answer_than_its_bound() throws Exception {
    String headers = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000);
    for (String script :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1_001),
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(100_000),
            "HTTP/1.1 200 OK\r\nX: " + "y".repeat(200_000),
            headers)) {
      try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.closing(script))) {
        assertThatThrownBy(() -> caller.call(get("http://127.0.0.1:" + server.port() + "/")))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void keeps_a_connection_and_finds_out_when_the_server_has_closed_it() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ok("one"))) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      caller.call(get(url));
      caller.call(get(url));
      assertThat(server.connections()).isEqualTo(1);

      server.closeConnections();
      assertThat(caller.call(get(url)).status()).isEqualTo(200);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void says_how_long_it_waited_for_an_answer() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.silent())) {
      URI url = URI.create("http://127.0.0.1:" + server.port() + "/");

      assertThatThrownBy(
              () ->
                  caller.call(
                      new HttpCall("GET", url, Map.of(), new byte[0], Duration.ofSeconds(1))))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessage("no answer within 1 s");
    }
  }

  @Test
  void a_dripping_answer_does_not_outlast_the_time_of_the_call() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.dripping())) {
      URI url = URI.create("http://127.0.0.1:" + server.port() + "/");
      long begun = System.nanoTime();

      assertThatThrownBy(
              () ->
                  caller.call(
                      new HttpCall("GET", url, Map.of(), new byte[0], Duration.ofSeconds(1))))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void closing_breaks_off_a_call_in_flight() throws Exception {
    try (ScriptedServer server = ScriptedServer.on(FOUR, ScriptedServer.silent())) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      CompletableFuture<@Nullable HttpAnswer> call = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  call.complete(caller.call(get(url)));
                } catch (IOException | InterruptedException e) {
                  call.completeExceptionally(e);
                }
              });
      thread.start();
      server.request();
      caller.close();

      assertThatThrownBy(call::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class)
          .satisfies(
              e ->
                  assertThat(e.getCause())
                      .isInstanceOfAny(SocketException.class, EOFException.class));
    }
  }

  @Test
  void writes_no_request_that_would_be_two() {
    URI url = URI.create("http://127.0.0.1:1/");

    assertThatThrownBy(
            () ->
                new HttpCall(
                    "GET",
                    url,
                    Map.of("X", "a\r\nHost: other"),
                    new byte[0],
                    Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get("ftp://example.com/")).hasMessageContaining("http://");
    assertThatThrownBy(() -> get("/only/a/path")).hasMessageContaining("http://");
  }

  private static HttpCall get(String url) {
    return new HttpCall("GET", URI.create(url), Map.of(), new byte[0], Duration.ofSeconds(10));
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: "
        + body.getBytes(ISO_8859_1).length
        + "\r\n\r\n"
        + body;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isThere(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress loopback(String literal) {
    try {
      return InetAddress.getAllByName(literal)[0];
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
