package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.app.OperatorRole;
import dev.weft.app.operator.Operator;
import dev.weft.config.BadSettingException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Who a client is and what it asked for, behind proxies: those that are trusted are believed, and
/// nobody else.
class ProxyTest {

  private static final Map<String, String> TRUSTED =
      Map.of("server.trustedProxies", "127.0.0.1/32,10.0.0.0/8");

  private static final String PASSWORD = "s3cret-s3cret";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path data;

  private RunningServer start(Map<String, String> settings) {
    return RunningServer.start(data, settings, Clock.systemUTC());
  }

  /// The `uri` in the answer to a call with these headers.
  private static String uri(RunningServer server, String... headers) throws Exception {
    HttpRequest.Builder request = server.client().request("/users");
    if (headers.length > 0) {
      request.headers(headers);
    }
    String body = HTTP.send(request.build(), BodyHandlers.ofString()).body();
    return ApiClient.JSON.readTree(body).get("uri").asString();
  }

  private static final String PATH = "/easemob-demo/easeim/users";

  @Test
  void a_stranger_is_not_believed() throws Exception {
    try (RunningServer server = start(Map.of())) {
      assertThat(uri(server, "X-Forwarded-For", "203.0.113.9", "X-Forwarded-Proto", "https"))
          .isEqualTo(server.url() + PATH);
      assertThat(uri(server, "Forwarded", "for=203.0.113.9;proto=https;host=evil.example"))
          .isEqualTo(server.url() + PATH);
    }
  }

  @Test
  void a_trusted_proxy_says_what_was_asked_for() throws Exception {
    try (RunningServer server = start(TRUSTED)) {
      assertThat(
              uri(
                  server,
                  "X-Forwarded-For",
                  "203.0.113.9",
                  "X-Forwarded-Proto",
                  "https",
                  "X-Forwarded-Host",
                  "chat.example.com"))
          .isEqualTo("https://chat.example.com" + PATH);
      assertThat(uri(server)).as("no word of a proxy").isEqualTo(server.url() + PATH);
      assertThat(
              uri(
                  server,
                  "X-Forwarded-For",
                  "203.0.113.9",
                  "X-Forwarded-Host",
                  "a/b?c",
                  "X-Forwarded-Proto",
                  "gopher"))
          .as("what is no host and no scheme")
          .isEqualTo(server.url() + PATH);
      assertThat(uri(server, "Forwarded", "for=203.0.113.9;proto=https;host=evil.example"))
          .as("the header that is not set")
          .isEqualTo(server.url() + PATH);
    }
  }

  @Test
  void reads_forwarded_where_it_is_set() throws Exception {
    Map<String, String> settings =
        Map.of("server.trustedProxies", "127.0.0.1/32", "server.forwardedHeader", "Forwarded");
    try (RunningServer server = start(settings)) {
      assertThat(
              uri(
                  server,
                  "Forwarded",
                  "for=6.6.6.6;host=made.up,"
                      + " for=\"[2001:db8::1]:4711\";proto=https;host=\"chat.example.com:8443\""))
          .isEqualTo("https://chat.example.com:8443" + PATH);
    }
  }

  @Test
  void the_public_url_wins() throws Exception {
    try (RunningServer server = start(Map.of("server.publicUrl", "https://chat.example.com/im/"))) {
      assertThat(uri(server)).isEqualTo("https://chat.example.com/im" + PATH);
      assertThat(uri(server, "Host2", "x")).isEqualTo("https://chat.example.com/im" + PATH);
    }
    assertThatThrownBy(() -> start(Map.of("server.publicUrl", "chat.example.com")))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("server.publicUrl");
  }

  /// The nearest address that is not a proxy's: what stands before it, the client has made up.
  @Test
  void throttles_and_audit_see_the_clients_address() throws Exception {
    try (RunningServer server = start(TRUSTED)) {
      Operator ada = server.operators().add("ada", OperatorRole.ADMIN, false, PASSWORD);
      login(server, "6.6.6.6, 203.0.113.9, 10.1.2.3");
      login(server, "203.0.113.10:5000");
      login(server, "unknown");

      ApiClient operator =
          ApiClient.stranger(server.url(), "operator")
              .withToken(server.operators().token(ada.name()));
      JsonNode audit = operator.get("/audit").ok();
      assertThat(audit.findValuesAsString("address"))
          .containsSubsequence("127.0.0.1", "203.0.113.10", "203.0.113.9");
    }
  }

  private static void login(RunningServer server, String forwardedFor) {
    Browser browser = new Browser(server.url()).with("X-Forwarded-For", forwardedFor);
    assertThat(browser.logIn("ada", PASSWORD).status()).isEqualTo(200);
  }
}
