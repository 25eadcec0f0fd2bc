package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.config.BadSettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS without a proxy.
class TlsTest {

  private static final String GET =
      "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

  @TempDir private Path folder;

  private RunningServer start() {
    return start(Map.of());
  }

  private RunningServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("server.tls.listen", "127.0.0.1:0");
    settings.put("server.tls.certificate", folder.resolve("tls.crt").toString());
    settings.put("server.tls.key", folder.resolve("tls.key").toString());
    return RunningServer.start(folder.resolve("data"), settings, Clock.systemUTC());
  }

  private Certificates certificate(String algorithm) throws Exception {
    Certificates made = Certificates.make(folder, algorithm);
    made.write(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    return made;
  }

  private static HttpResponse<String> get(RunningServer server, Certificates trusted, String path)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusted.trust()).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.tlsPort() + path))
              .header("Authorization", "Bearer " + server.client().token())
              .build(),
          BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void answers_and_says_https(String algorithm) throws Exception {
    Certificates certificate = certificate(algorithm);
    try (RunningServer server = start()) {
      HttpResponse<String> users = get(server, certificate, "/easemob-demo/easeim/users");

      assertThat(users.statusCode()).isEqualTo(200);
      assertThat(ApiClient.JSON.readTree(users.body()).get("uri").asString())
          .startsWith("https://127.0.0.1:" + server.tlsPort() + "/");
      assertThat(server.client().get("/users").status()).as("beside it").isEqualTo(200);
    }
  }

  @Test
  void takes_large_bodies_and_websockets() throws Exception {
    Certificates certificate = certificate("EC");
    try (RunningServer server = start();
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      String body =
          "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
              .formatted(group, "x".repeat(4_000));
      HttpResponse<String> sent =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "https://127.0.0.1:"
                              + server.tlsPort()
                              + "/easemob-demo/easeim/messages/chatgroups"))
                  .header("Authorization", "Bearer " + api.token())
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      WebSocket socket = connect(client, "wss://127.0.0.1:" + server.tlsPort() + "/ws");

      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
      assertThat(socket.isOutputClosed()).isFalse();
      socket.abort();
    }
  }

  @Test
  void the_port_of_the_gateway_speaks_it_too() throws Exception {
    Certificates certificate = certificate("EC");
    int port = freePort();
    try (RunningServer server = start(Map.of("gateway.port", Integer.toString(port)));
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
      WebSocket socket = connect(client, "wss://127.0.0.1:" + port + "/ws");

      assertThat(socket.isOutputClosed()).isFalse();
      socket.abort();
      assertThat(server.clients()).isEqualTo(URI.create("wss://127.0.0.1:" + port + "/ws"));
      assertThatThrownBy(() -> connect(client, "ws://127.0.0.1:" + port + "/ws"))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  private static WebSocket connect(HttpClient client, String url) throws Exception {
    return client
        .newWebSocketBuilder()
        .buildAsync(URI.create(url), new WebSocket.Listener() {})
        .get();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /// TLS has an end of its own: without it, the answer could have been cut off.
  @Test
  void ends_connections_properly() throws Exception {
    Certificates certificate = certificate("EC");
    try (RunningServer server = start();
        SSLSocket socket =
            (SSLSocket)
                certificate
                    .trust()
                    .getSocketFactory()
                    .createSocket("127.0.0.1", server.tlsPort())) {
      socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void plain_http_gets_nothing_there() throws Exception {
    Certificates _ = certificate("EC");
    try (RunningServer server = start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.tlsPort())) {
      socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void a_renewed_certificate_is_used_without_a_restart_and_a_bad_one_is_not() throws Exception {
    Certificates old = certificate("EC");
    try (RunningServer server = start()) {
      assertThat(get(server, old, "/healthz").statusCode()).isEqualTo(200);
      Files.writeString(folder.resolve("tls.crt"), "broken");
      Certificates fresh = Certificates.make(folder, "RSA");
      await()
          .during(Duration.ofSeconds(6))
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(server, old, "/healthz").statusCode() == 200);

      fresh.write(folder.resolve("tls.crt"), folder.resolve("tls.key"));

      await().atMost(Duration.ofSeconds(20)).until(() -> answers(server, fresh));
      assertThatThrownBy(() -> get(server, old, "/healthz")).isInstanceOf(SSLException.class);
    }
  }

  private static boolean answers(RunningServer server, Certificates trusted) throws Exception {
    try {
      return get(server, trusted, "/healthz").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void refuses_to_start_with_files_that_cannot_be_used() throws Exception {
    assertThatThrownBy(this::start)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("cannot be read");
    Certificates first = certificate("EC");
    Files.writeString(folder.resolve("tls.key"), "-----BEGIN EC PRIVATE KEY-----\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("openssl pkcs8");
    Certificates other = Certificates.make(folder, "EC");
    other.write(folder.resolve("other.crt"), folder.resolve("tls.key"));
    assertThat(first).isNotSameAs(other);
    assertThatThrownBy(this::start)
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("another certificate");
  }
}
