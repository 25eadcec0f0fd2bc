package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.web.http.RawClient;
import dev.weft.web.http.RawClient.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What HTTP itself promises about every call, seen on raw sockets.
class DoorApiTest {

  private static final String APP = "/easemob-demo/easeim";
  private static final String LOGIN =
      "{\"grant_type\":\"client_credentials\",\"client_id\":\"test-client-id\","
          + "\"client_secret\":\"test-client-secret\"}";

  @TempDir private static Path data;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(data);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static RawClient connect() {
    return RawClient.connect(URI.create(server.url()).getPort());
  }

  private static Reply ask(String method, String path, String headers) throws IOException {
    return ask(method, path, headers, new byte[0]);
  }

  private static Reply ask(String method, String path, String headers, byte[] body)
      throws IOException {
    try (RawClient client = connect()) {
      String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
      client.send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + length + "\r\n");
      return client.send(body).read(method.equals("HEAD"));
    }
  }

  private static Reply login(String headers, byte[] body) throws IOException {
    return ask("POST", APP + "/token", headers, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz", "/metrics", "/", "/openapi.yaml"})
  void pages_are_answered_to_any_client(String page) throws IOException {
    if (page.equals("/openapi.yaml")) {
      org.junit.jupiter.api.Assumptions.assumeTrue(
          DoorApiTest.class.getResource("/web/openapi.yaml") != null);
    }
    Reply get = ask("GET", page, "");
    assertThat(get.status()).isEqualTo(200);

    Reply head = ask("HEAD", page, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    if (!page.equals("/metrics")) {
      assertThat(head.header("Content-Length")).contains(Integer.toString(get.body().length));
    }
    Reply options = ask("OPTIONS", page, "");
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).contains("GET, HEAD, OPTIONS");
    Reply post = ask("POST", page, "");
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.header("Allow")).contains("GET, HEAD, OPTIONS");
    try (RawClient old = connect()) {
      assertThat(old.send("GET " + page + " HTTP/1.0\r\n\r\n").read().status()).isEqualTo(200);
    }
    try (RawClient proxied = connect()) {
      proxied.send("GET http://x" + page + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(proxied.read().status()).isEqualTo(200);
    }
  }

  @Test
  void the_front_page_says_what_this_is() throws IOException {
    Reply page = ask("GET", "/", "");

    assertThat(page.header("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.text()).contains("Weft").contains("/openapi.yaml");
  }

  @Test
  void the_server_as_a_whole_tells_its_methods() throws IOException {
    Reply reply = ask("OPTIONS", "*", "");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS, POST, PUT");
  }

  /// For every route there is: its methods in `Allow`, 405 with them for the others, HEAD like GET.
  @Test
  void every_route_tells_its_methods() throws IOException {
    for (String path : paths()) {
      String url = APP + path.replace("{}", "x");
      TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
      for (String route : server.routes()) {
        String[] parts = route.split(" ", 2);
        if (matches(parts[1], path)) {
          methods.add(parts[0]);
        }
      }
      if (methods.contains("GET")) {
        methods.add("HEAD");
      }
      Reply options = ask("OPTIONS", url, "");
      assertThat(options.status()).as(url).isEqualTo(204);
      TreeSet<String> allowed =
          new TreeSet<>(List.of(options.header("Allow").orElse("").split(", ")));
      assertThat(allowed).as(url).containsAll(methods);

      Reply patch = ask("PATCH", url, "");
      assertThat(patch.status()).as(url).isEqualTo(405);
      assertThat(patch.header("Allow")).isEqualTo(options.header("Allow"));
      if (allowed.contains("GET")) {
        // Without a token both are refused alike, which is enough to see that HEAD finds the route.
        Reply get = ask("GET", url, "");
        Reply head = ask("HEAD", url, "");
        assertThat(head.status()).as(url).isEqualTo(get.status());
        assertThat(head.header("Content-Length")).as(url).isEqualTo(get.header("Content-Length"));
      }
    }
  }

  @Test
  void a_page_is_found_by_every_spelling_of_its_path() throws IOException {
    assertThat(ask("GET", "/%68ealthz", "").status()).isEqualTo(200);
    assertThat(ask("GET", "/%2568ealthz", "").status()).isEqualTo(404);
    assertThat(ask("GET", "/a%2Fb", "").status()).isEqualTo(404);
  }

  @Test
  void every_path_of_operators_and_of_the_console_tells_its_methods() throws IOException {
    List<String> paths = new java.util.ArrayList<>();
    for (String route : server.operatorRoutes()) {
      String path = route.split(" ", 3)[1].replace("{}", "x");
      paths.add(path);
      paths.add("/console/api" + path);
    }
    paths.addAll(
        List.of(
            "/console/",
            "/console/rules",
            "/console/assets/x.js",
            "/console/session",
            "/console/sessions"));
    for (String path : paths) {
      Reply options = ask("OPTIONS", path, "");
      assertThat(options.status()).as(path).isEqualTo(204);
      assertThat(options.header("Allow").orElse("")).as(path).contains("OPTIONS");
      if (!path.startsWith("/operator") && !path.startsWith("/console/api")) {
        Reply patch = ask("PATCH", path, "X-Weft-Console: 1\r\n");
        assertThat(patch.status()).as(path).isEqualTo(405);
        assertThat(patch.header("Allow")).as(path).isEqualTo(options.header("Allow"));
      }
    }
    assertThat(ask("OPTIONS", "/operator/none", "").status()).isEqualTo(404);
  }

  private static List<String> paths() {
    return server.routes().stream().map(route -> route.split(" ", 2)[1]).distinct().toList();
  }

  private static boolean matches(String pattern, String path) {
    return pattern.equals(path);
  }

  @Test
  void a_body_packed_with_gzip_is_unpacked() throws IOException {
    assertThat(login("Content-Encoding: gzip\r\n", gzip(bytes(LOGIN))).status()).isEqualTo(200);
    assertThat(login("Content-Encoding: GZIP\r\n", gzip(bytes(LOGIN))).status()).isEqualTo(200);
    assertThat(login("Content-Encoding: identity\r\n", bytes(LOGIN)).status()).isEqualTo(200);
  }

  @Test
  void what_is_packed_in_another_way_is_told_what_is_taken() throws IOException {
    for (String coding : List.of("br", "deflate", "gzip, gzip", "nonsense")) {
      Reply reply = login("Content-Encoding: " + coding + "\r\n", bytes(LOGIN));

      assertThat(reply.status()).as(coding).isEqualTo(415);
      assertThat(reply.header("Accept-Encoding")).contains("gzip, identity");
    }
  }

  @Test
  void what_only_says_that_it_is_packed_is_a_bad_request() throws IOException {
    assertThat(login("Content-Encoding: gzip\r\n", bytes(LOGIN)).status()).isEqualTo(400);
    byte[] half = java.util.Arrays.copyOf(gzip(bytes(LOGIN)), 40);
    assertThat(login("Content-Encoding: gzip\r\n", half).status()).isEqualTo(400);
  }

  @Test
  void a_small_body_that_unpacks_to_a_large_one_is_too_large() throws IOException {
    Reply reply = login("Content-Encoding: gzip\r\n", gzip(new byte[100 << 20]));

    assertThat(reply.status()).isEqualTo(413);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json; charset=utf-8      | 200
          application/json; charset="UTF-8"    | 200
          application/json;charset=us-ascii    | 200
          text/plain; charset=ISO-8859-1       | 200
          application/json; charset=utf-16     | 415
          application/json; charset=gbk        | 415
          application/json; charset=nonsense   | 415
          """)
  void the_charset_of_a_body_is_one_that_is_known(String type, int status) throws IOException {
    assertThat(login("Content-Type: " + type + "\r\n", bytes(LOGIN)).status()).isEqualTo(status);
  }

  @Test
  void a_byte_order_mark_before_json_is_skipped() throws IOException {
    assertThat(login("", bytes("\ufeff" + LOGIN)).status()).isEqualTo(200);
    assertThat(login("", bytes("\ufeff\ufeff" + LOGIN)).status()).isEqualTo(400);
  }

  @Test
  void a_call_that_needs_no_token_takes_only_a_small_body() throws IOException {
    byte[] large = bytes(" ".repeat(17 * 1024) + LOGIN);

    assertThat(login("", large).status()).isEqualTo(413);
    assertThat(login("", bytes(" ".repeat(15 * 1024) + LOGIN)).status()).isEqualTo(200);
  }

  @Test
  void thirty_megabytes_in_one_piece_are_told_that_they_are_too_large() throws IOException {
    byte[] large = new byte[30 << 20];
    String token = "Authorization: Bearer " + token() + "\r\n";

    assertThat(ask("POST", APP + "/users", token, large).status()).isEqualTo(413);
    assertThat(ask("POST", APP + "/chatfiles", token, large).text())
        .contains("file exceeding maximum limit");
  }

  private static String token() throws IOException {
    return ApiClient.JSON
        .readTree(login("", bytes(LOGIN)).text())
        .get("access_token")
        .stringValue();
  }

  @Test
  void scripts_of_other_origins_may_call() throws IOException {
    String asks =
        """
        Origin: https://app.example.com\r
        Access-Control-Request-Method: POST\r
        Access-Control-Request-Headers: authorization,content-type,x-request-id\r
        """;
    Reply preflight = ask("OPTIONS", APP + "/thread", asks);

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(preflight.header("Access-Control-Allow-Methods").orElse("")).contains("POST");
    assertThat(preflight.header("Access-Control-Allow-Headers"))
        .contains("authorization,content-type,x-request-id");
    assertThat(preflight.header("Access-Control-Max-Age")).contains("86400");
    assertThat(ask("OPTIONS", APP + "/no/such", asks).status())
        .as("a browser hides the 404 of the call itself where the preflight fails")
        .isEqualTo(204);
    assertThat(ask("OPTIONS", APP + "/no/such", "").status()).isEqualTo(404);

    String origin = "Origin: https://app.example.com\r\n";
    for (Reply reply :
        List.of(
            ask("POST", APP + "/token", origin, bytes(LOGIN)),
            ask("POST", APP + "/token", origin, bytes("nonsense")),
            ask("GET", APP + "/thread/1", origin),
            ask("GET", APP + "/no/such", origin),
            ask("GET", "/no/such/app", origin))) {
      assertThat(reply.header("Access-Control-Allow-Origin")).as(reply.statusLine()).contains("*");
    }
    assertThat(ask("GET", APP + "/thread/1", "").header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(ask("GET", "/metrics", origin).header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void only_the_origins_of_the_setting_may_call(@TempDir Path other) throws IOException {
    try (RunningServer strict =
        RunningServer.start(
            other, Map.of("server.cors", "https://app.example.com"), Clock.systemUTC())) {
      int port = URI.create(strict.url()).getPort();
      Reply known = get(port, APP + "/thread/1", "Origin: https://app.example.com\r\n");
      Reply unknown = get(port, APP + "/thread/1", "Origin: https://evil.example.com\r\n");

      assertThat(known.header("Access-Control-Allow-Origin")).contains("https://app.example.com");
      assertThat(known.header("Vary")).contains("Origin");
      assertThat(unknown.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(unknown.header("Vary")).contains("Origin");
    }
    try (RunningServer none =
        RunningServer.start(other, Map.of("server.cors", ""), Clock.systemUTC())) {
      int port = URI.create(none.url()).getPort();
      Reply reply = get(port, APP + "/thread/1", "Origin: https://app.example.com\r\n");

      assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private static Reply get(int port, String path, String headers) throws IOException {
    try (RawClient client = RawClient.connect(port)) {
      return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n").read();
    }
  }

  @Test
  void operators_can_have_a_port_of_their_own(@TempDir Path other) throws IOException {
    try (RunningServer apart =
        RunningServer.start(other, Map.of("server.management", "127.0.0.1:0"), Clock.systemUTC())) {
      int main = URI.create(apart.url()).getPort();
      int management = apart.managementPort();

      assertThat(management).isNotEqualTo(main);
      assertThat(get(management, "/metrics", "").text()).contains("jvm_memory_used_bytes");
      assertThat(get(management, "/readyz", "").status()).isEqualTo(200);
      assertThat(get(management, APP + "/callbacks/nodes", "").status()).isEqualTo(401);
      assertThat(get(management, APP + "/thread", "").status()).isEqualTo(404);
      assertThat(get(management, "/operator/nodes", "").status()).isEqualTo(401);
      assertThat(get(main, "/metrics", "").status()).isEqualTo(404);
      assertThat(get(main, APP + "/callbacks/nodes", "").status()).isEqualTo(404);
      assertThat(get(main, "/operator/nodes", "").status()).isEqualTo(404);
      assertThat(get(main, "/readyz", "").status()).isEqualTo(200);
      assertThat(get(main, APP + "/thread", "").status()).isEqualTo(401);
    }
  }
}
