package dev.weft.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.web.http.RawClient.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the door promises to whoever connects, byte by byte.
@Tag("slow")
class DoorTest {

  private static TestServer door;

  @BeforeAll
  static void start() {
    door = TestServer.start(DoorTest::echo);
  }

  @AfterAll
  static void stop() {
    door.close();
  }

  /// Answers with what it was asked: `METHOD path?query body`.
  static void echo(HttpRequest request, HttpResponse response) {
    String body;
    try {
      body = new String(request.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (RequestBodyException e) {
      response.status(e.status()).send(bytes(String.valueOf(e.getMessage())));
      return;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    response.header("Content-Type", "text/plain");
    response.send(
        bytes(request.method() + " " + request.authority() + request.path() + query + " " + body));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// `\r` and `\n` in a table are line ends.
  private static String raw(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                      | GET x/a
          GET /a?b=%20&c HTTP/1.1\\r\\nHost: x:80\\r\\n\\r\\n                           | GET x:80/a?b=%20&c
          GET http://h/a?b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                            | GET h/a?b
          GET HTTP://h:81 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                             | GET h:81/
          GET https://[::1]:8?q HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                       | GET [::1]:8/?q
          OPTIONS * HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                   | OPTIONS x*
          GET /a HTTP/1.1\\r\\nHOST:\\t x \\t\\r\\n\\r\\n                               | GET x/a
          GET /a HTTP/1.1\\r\\nHost:\\r\\n\\r\\n                                        | GET localhost/a
          GET /a HTTP/1.2\\r\\nHost: x\\r\\n\\r\\n                                      | GET x/a
          GET /a HTTP/1.0\\r\\n\\r\\n                                                   | GET localhost/a
          \\r\\n\\r\\nGET /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                          | GET x/a
          DELETE /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\n\\r\\nabc         | DELETE x/a abc
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3, 3\\r\\n\\r\\nabc         | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nContent-Length: 3\\r\\n\\r\\nabc | PUT x/a abc
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\nabcd | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 000000003\\r\\n\\r\\nabc    | PUT x/a abc
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: +3\\r\\n\\r\\nabc           | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -3\\r\\n\\r\\nabc           | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0x3\\r\\n\\r\\nabc          | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length:\\r\\n\\r\\nabc              | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\nabc | 413
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n | 501
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n     | 501
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n     | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding:\\r\\n\\r\\n             | 400
          PUT /a HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n       | 400
          PUT /a HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: ChunKed\\r\\n\\r\\n3\\r\\nabc\\r\\n0\\r\\n\\r\\n | PUT x/a abc
          GET /a HTTP/1.1\\r\\n\\r\\n                                                   | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nHost: x\\r\\n\\r\\n                         | 400
          GET /a HTTP/1.0\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n                         | 400
          GET /a HTTP/1.1\\r\\nHost: x y\\r\\n\\r\\n                                    | 400
          GET /a HTTP/1.1\\r\\nHost: user@x\\r\\n\\r\\n                                 | 400
          GET /a HTTP/1.1\\r\\nHost: x/y\\r\\n\\r\\n                                    | 400
          GET /a HTTP/1.1\\r\\nHost: x:80a\\r\\n\\r\\n                                  | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\n: y\\r\\n\\r\\n                             | 400
          GET /a HTTP/1.1\\r\\nHost : x\\r\\n\\r\\n                                     | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nname\\r\\n\\r\\n                            | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\n folded\\r\\n\\r\\n                         | 400
          GET /a HTTP/1.1\\r\\n Host: x\\r\\n\\r\\n                                     | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nna(me: y\\r\\n\\r\\n                        | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nA: b\\0c\\r\\n\\r\\n                        | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nA: b\\rc\\r\\n\\r\\n                        | 400
          GET /a HTTP/1.1\\nHost: x\\n\\n                                               | 400
          GET /a HTTP/1.1\\r\\nHost: x\\n\\r\\n                                         | 400
          get /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                      | 400
          Get /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                      | 400
          G(T /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                      | 400
          BREW /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                     | 501
          CONNECT h:80 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                | 501
          GET  /a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                     | 400
          GET /a  HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                     | 400
          GET /a b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                    | 400
          GET /a\\tb HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                  | 400
          GET /a#b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                    | 400
          GET a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                       | 400
          GET * HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                                       | 400
          GET ftp://h/a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                               | 400
          GET http:///a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                               | 400
          GET http://u:p@h/a HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                          | 400
          GET /a\\r\\n                                                                  | 400
          GET /a HTTP/1.1x\\r\\nHost: x\\r\\n\\r\\n                                     | 400
          GET /a http/1.1\\r\\nHost: x\\r\\n\\r\\n                                      | 400
          GET /a HTTP/1.10\\r\\nHost: x\\r\\n\\r\\n                                     | 400
          GET /a HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n                                      | 505
          PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n                                      | 505
          GET /a HTTP/0.9\\r\\n\\r\\n                                                   | 505
          \\0\\0\\0                                                                     | 400
          GET /a HTTP/1.1\\r\\nHost: x\\r\\nExpect: 200-ok\\r\\n\\r\\n                  | 417
          """)
  void answers_every_request_line(String request, String expected) throws IOException {
    try (RawClient client = door.client()) {
      Reply reply = client.send(raw(request)).read();

      if (expected.matches("[0-9]{3}")) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(Integer.parseInt(expected));
        assertThat(reply.header("Connection")).contains("close");
        assertThat(reply.header("Content-Type")).contains("application/json");
        assertThat(client.isAtEnd()).isTrue();
      } else {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text().strip()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3\\r\\nabc\\r\\n0\\r\\n\\r\\n                       | abc
          3;a=b\\r\\nabc\\r\\n0;c\\r\\n\\r\\n                 | abc
          3 ;a="b;c"\\r\\nabc\\r\\n0\\r\\n\\r\\n              | abc
          0003\\r\\nabc\\r\\n000\\r\\n\\r\\n                  | abc
          A\\r\\n0123456789\\r\\na\\r\\n0123456789\\r\\n0\\r\\n\\r\\n | 01234567890123456789
          3\\r\\nabc\\r\\n0\\r\\nTrailer: x\\r\\nB:\\r\\n\\r\\n | abc
          2\\r\\n\\r\\n\\r\\n0\\r\\n\\r\\n                    |
          +3\\r\\nabc\\r\\n0\\r\\n\\r\\n                      | 400
          -3\\r\\nabc\\r\\n0\\r\\n\\r\\n                      | 400
          0x3\\r\\nabc\\r\\n0\\r\\n\\r\\n                     | 400
          3g\\r\\nabc\\r\\n0\\r\\n\\r\\n                      | 400
          3 \\r\\nabc\\r\\n0\\r\\n\\r\\n                      | 400
          \\r\\nabc\\r\\n0\\r\\n\\r\\n                        | 400
          ;a\\r\\nabc\\r\\n0\\r\\n\\r\\n                      | 400
          FFFFFFFFFFFFFFFF\\r\\nabc                           | 400
          10000000000000003\\r\\nabc\\r\\n0\\r\\n\\r\\n       | 400
          3\\nabc\\r\\n0\\r\\n\\r\\n                          | 400
          3\\r\\nabcd\\r\\n0\\r\\n\\r\\n                      | 400
          3\\r\\nabc0\\r\\n\\r\\n                             | 400
          3\\r\\nabc\\n0\\r\\n\\r\\n                          | 400
          3\\r\\nabc\\r\\r\\n0\\r\\n\\r\\n                    | 400
          3\\r\\nabc\\r\\n0\\n\\n                             | 400
          3;a\\nb\\r\\nabc\\r\\n0\\r\\n\\r\\n                 | 400
          3;a\\rb\\r\\nabc\\r\\n0\\r\\n\\r\\n                 | 400
          3;a\\0\\r\\nabc\\r\\n0\\r\\n\\r\\n                  | 400
          3\\r\\nabc\\r\\n0\\r\\n: x\\r\\n\\r\\n              | 400
          3\\r\\nabc\\r\\n0\\r\\nTrailer : x\\r\\n\\r\\n      | 400
          3\\r\\nabc\\r\\n0\\r\\n folded\\r\\n\\r\\n          | 400
          3\\r\\nabc\\r\\n0\\r\\nno header\\r\\n\\r\\n        | 400
          """)
  void reads_chunks_strictly(String chunks, String expected) throws IOException {
    String head = "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    String next = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawClient client = door.client()) {
      Reply reply = client.send(head + raw(chunks) + next).read();

      if (expected != null && expected.equals("400")) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Connection")).contains("close");
        assertThat(client.isAtEnd()).isTrue();
      } else {
        assertThat(reply.text().strip())
            .isEqualTo(("POST x/c " + (expected == null ? "" : expected)).strip());
        assertThat(client.read().text().strip()).isEqualTo("GET x/next");
      }
    }
  }

  @Test
  void does_not_take_a_request_out_of_a_chunk() throws IOException {
    String inner = "GET /inner HTTP/1.1\r\nHost: x\r\n\r\n";
    String smuggled = Integer.toHexString(inner.length()) + ";a=b\r\n" + inner + "\r\n0\r\n\r\n";
    try (RawClient client = door.client()) {
      client.send(
          "POST /outer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + smuggled
              + "GET /after HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(client.read().text()).isEqualTo("POST x/outer " + inner);
      assertThat(client.read().text()).isEqualTo("GET x/after ");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void speaks_http_1_0_and_ends_the_connection_unless_it_is_asked_not_to() throws IOException {
    try (RawClient client = door.client()) {
      Reply reply = client.send("GET /a HTTP/1.0\r\n\r\n").read();

      assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(reply.header("Connection")).contains("close");
      assertThat(client.isAtEnd()).isTrue();
    }
    try (RawClient client = door.client()) {
      String request = "GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
      assertThat(client.send(request).read().header("Connection")).contains("keep-alive");

      assertThat(client.send(request).read().text()).isEqualTo("GET localhost/a ");
    }
  }

  @Test
  void sends_what_has_no_length_to_http_1_0_without_chunks() throws IOException {
    try (TestServer streams = TestServer.start(DoorTest::stream);
        RawClient client = streams.client()) {
      Reply reply = client.send("GET /10 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();

      assertThat(reply.header("Transfer-Encoding")).isEmpty();
      assertThat(reply.header("Connection")).contains("close");
      assertThat(reply.text()).isEqualTo("x".repeat(10));
    }
  }

  /// Writes as many bytes as the path says, without saying how many.
  private static void stream(HttpRequest request, HttpResponse response) {
    try (OutputStream out = response.stream(OptionalLong.empty())) {
      byte[] piece = new byte[1];
      Arrays.fill(piece, (byte) 'x');
      for (int i = Integer.parseInt(request.path().substring(1)); i > 0; i--) {
        out.write(piece);
      }
    } catch (IOException e) {
      response.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 1_000_000})
  void streams_in_chunks(int size) throws IOException {
    try (TestServer streams = TestServer.start(DoorTest::stream);
        RawClient client = streams.client()) {
      for (int i = 0; i < 3; i++) {
        Reply reply = client.send("GET /" + size + " HTTP/1.1\r\nHost: x\r\n\r\n").read();

        assertThat(reply.header("Transfer-Encoding")).contains("chunked");
        assertThat(reply.text()).isEqualTo("x".repeat(size));
      }
    }
  }

  @Test
  void answers_head_with_the_head_of_get() throws IOException {
    try (RawClient client = door.client()) {
      Reply head = client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").read(true);

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).contains("9");
      assertThat(client.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
          .isEqualTo("GET x/b ");
    }
    try (TestServer streams = TestServer.start(DoorTest::stream);
        RawClient client = streams.client()) {
      Reply head = client.send("HEAD /9 HTTP/1.1\r\nHost: x\r\n\r\n").read(true);

      assertThat(head.header("Transfer-Encoding")).contains("chunked");
      assertThat(client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n").read().text()).isEqualTo("x");
    }
  }

  @Test
  void says_the_date_on_every_answer() throws IOException {
    try (RawClient client = door.client()) {
      assertThat(client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").read().header("Date"))
          .hasValueSatisfying(
              date ->
                  assertThat(date)
                      .matches(
                          "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"));
    }
  }

  @Test
  void lets_a_client_wait_for_100_continue() throws IOException {
    try (RawClient client = door.client()) {
      client.send(
          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");

      assertThat(client.read().statusLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.send("abc").read().text()).isEqualTo("POST x/a abc");
    }
  }

  @Test
  void answers_at_once_what_it_will_not_read() throws IOException {
    HttpHandler refusing = (request, response) -> response.status(401).send(bytes("no"));
    try (TestServer server = TestServer.start(refusing);
        RawClient client = server.client()) {
      client.send(
          "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
      Reply reply = client.read();

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("Connection")).contains("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void reads_a_small_rest_of_a_body_rather_than_closing() throws IOException {
    int window = TestServer.LIMITS.window();
    HttpHandler impatient =
        (request, response) -> {
          try {
            int count = request.body().readNBytes(window).length;
            response.send(bytes("" + count));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    try (TestServer server = TestServer.start(impatient);
        RawClient client = server.client()) {
      client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + (window + 10) + "\r\n\r\n");
      Reply reply = client.send(new byte[window]).read();
      assertThat(reply.text()).isEqualTo("" + window);
      assertThat(reply.header("Connection")).isEmpty();

      client.send(new byte[10]).send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.read().text()).isEqualTo("0");
    }
  }

  @Test
  void lets_a_client_that_sends_30_mb_in_one_piece_read_its_413() throws IOException {
    byte[] large = new byte[30 << 20];
    for (String length : List.of("Content-Length: " + large.length, "Transfer-Encoding: chunked")) {
      try (RawClient client = door.client()) {
        client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n");
        if (length.startsWith("T")) {
          client.send(Integer.toHexString(large.length) + "\r\n");
        }
        client.send(large);
        Reply reply = client.read();

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).contains("1048576");
        assertThat(client.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void answers_requests_that_come_in_a_row_in_their_order() throws IOException {
    try (RawClient client = door.client()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        requests.append("POST /").append(i).append(" HTTP/1.1\r\nHost: x\r\n");
        requests.append("Content-Length: 4\r\n\r\nbody");
      }
      client.send(requests.toString());

      for (int i = 0; i < 200; i++) {
        assertThat(client.read().text()).isEqualTo("POST x/" + i + " body");
      }
    }
  }

  @Test
  void takes_a_request_byte_by_byte() throws IOException {
    String request =
        """
        POST /a HTTP/1.1\r
        Host: x\r
        Transfer-Encoding: chunked\r
        \r
        3\r
        abc\r
        0\r
        A: b\r
        \r
        """;
    try (RawClient client = door.client()) {
      for (byte b : bytes(request)) {
        client.send(new byte[] {b});
      }

      assertThat(client.read().text()).isEqualTo("POST x/a abc");
    }
  }

  @Test
  void answers_who_has_ended_his_side() throws IOException {
    try (RawClient client = door.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").endInput();

      assertThat(client.read().text()).isEqualTo("GET x/a ");
      assertThat(client.isAtEnd()).isTrue();
    }
    for (String half :
        List.of("GET /a HT", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")) {
      try (RawClient client = door.client()) {
        assertThat(client.send(half).endInput().read().status()).isEqualTo(400);
        assertThat(client.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void cuts_the_connection_when_an_answer_cannot_be_completed() throws IOException {
    HttpHandler failing =
        (request, response) -> {
          try {
            OutputStream out = response.stream(OptionalLong.of(100));
            out.write(new byte[10]);
            out.flush();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          response.abort();
        };
    try (TestServer server = TestServer.start(failing);
        RawClient client = server.client()) {
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.read().body()).hasSize(10);
    }
  }

  @Test
  void writes_no_header_that_a_value_would_add() throws IOException {
    HttpHandler handler =
        (request, response) -> response.header("A", "b\r\nEvil: yes\u4e00").send(bytes("x"));
    try (TestServer server = TestServer.start(handler);
        RawClient client = server.client()) {
      Reply reply = client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").read();

      assertThat(reply.header("Evil")).isEmpty();
      assertThat(reply.header("A")).contains("b  Evil: yes");
    }
  }
}
