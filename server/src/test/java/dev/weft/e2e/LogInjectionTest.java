package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.web.http.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that a peer sends writes lines of its own into the log, whatever is logged, and who
/// hangs up is no warning.
@SuppressWarnings("StringConcatToTextBlock") // Bytes on the wire, with their line ends.
class LogInjectionTest {

  private static final String FORGED = "FORGED";

  /// What no log may show, wherever it was sent.
  private static final String PASSWORD = "hunter2-hunter2";

  @TempDir private Path folder;

  @Test
  void what_peers_send_makes_no_lines_and_no_warnings() throws Exception {
    Path settings = Files.writeString(folder.resolve("weft.yaml"), "log:\n  level: trace\n");
    try (ServerProcess server =
            ServerProcess.launch(folder.resolve("data"), "--config", settings.toString());
        ServerSocket endpoint = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = URI.create(server.url()).getPort();
      Thread.startVirtualThread(() -> answerBadly(endpoint));
      ApiClient api = ApiClient.of(server.url());

      for (String request : requests()) {
        try (RawClient client = RawClient.connect(port)) {
          client.send(request);
          client.endInput();
          drain(client);
        }
        // The same, hung up on.
        try (RawClient client = RawClient.connect(port)) {
          client.socket().setSoLinger(true, 0);
          client.send(request);
        }
      }
      String name = "ann\\nFORGED\\u001b[2J";
      api.post("/users", "[{\"username\":\"%s\",\"password\":\"1\"}]".formatted(name));
      api.withToken(null)
          .post(
              "/token",
              "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"%s\"}"
                  .formatted(name, PASSWORD));
      api.users("user1");
      String group = api.group("user1");
      String thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
      api.rule(
          "{\"name\":\"r\",\"retry\":[\"0s\"],\"url\":\"http://127.0.0.1:%d/\"}"
              .formatted(endpoint.getLocalPort()));
      for (int i = 0; i < 4; i++) {
        String _ = api.text("user1", thread, PASSWORD + "\\n" + FORGED);
      }
      await()
          .until(
              () -> server.log().lines().filter(line -> line.contains("attempted")).count() >= 4);
      assertThat(server.terminate()).isZero();

      assertThat(server.log().lines())
          .isNotEmpty()
          .noneMatch(line -> line.startsWith(FORGED))
          .noneMatch(line -> line.contains(PASSWORD))
          .noneMatch(line -> line.chars().anyMatch(c -> c < ' ' && c != '\t'))
          .as("stack traces")
          .noneMatch(line -> line.startsWith("\tat "))
          .noneMatch(line -> line.contains(" ERROR "))
          .filteredOn(line -> line.contains(" WARN "))
          .allMatch(line -> line.contains("health") || line.contains("rule=r"));
    }
  }

  private static List<String> requests() {
    String chunked =
        "POST /easemob-demo/easeim/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n";
    String sized =
        "POST /easemob-demo/easeim/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 200\r\n\r\n";
    return List.of(
        chunked + PASSWORD + "\nFORGED line\r\n\r\n",
        chunked + "5\nFORGED\r\n{\"a\":\r\n",
        chunked + "zz;" + PASSWORD + "\r\nFORGED\r\n",
        chunked + "2000\r\n{\"password\":\"" + PASSWORD,
        sized + "{\"grant_type\":\"password\",\"password\":\"" + PASSWORD + "\n" + FORGED,
        sized + "{\n" + FORGED + "\n" + " ".repeat(300),
        "GET /a%0aFORGED%1b%5b2J/b/c HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /easemob-demo/easeim/users/%0d%0aFORGED%e2%80%a8 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /x\nFORGED HTTP/1.1\r\nHost: x\r\n\r\n",
        "FORGED\n\u001b[2J / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nFORGED\u000b: 1\r\nA\nFORGED\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nTraceparent: 00\tFORGED\r\nX: \u001b[2J\u0085FORGED\r\n\r\n",
        "POST /easemob-demo/easeim/chatfiles HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Type: multipart/form-data; boundary=\u0085FORGED\r\n"
            + "Content-Length: 50\r\n\r\n"
            + "--x\r\n"
            + "Content-Disposition: form-data; name=\"\n"
            + "FORGED",
        "POST /easemob-demo/easeim/token HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Encoding: gzip\r\n"
            + "Content-Length: 20\r\n\r\n"
            + PASSWORD
            + "\nFORGED",
        "GET /ws?token=%0aFORGED HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n"
            + "\u0082\u0087\0\0\0\0\n"
            + "FORGED",
        "GET /ws HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n"
            + "\u0082\u0087\0\0\0\0\n"
            + "FORGED");
  }

  private static void drain(RawClient client) {
    try {
      long _ = client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The server has cut the connection, which is right for some of these.
    }
  }

  /// Answers each callback with another thing that is no answer, or one with lines in it.
  private static void answerBadly(ServerSocket endpoint) {
    List<String> answers =
        List.of(
            "HTTP/1.1 500 no\nFORGED reason\r\n\r\n",
            "HTTP/1.1 500 no\r\nContent-Length: 30\r\n\r\nanswer\nFORGED line\u001b[2J.......",
            "FORGED\n\u001b[2J nonsense\r\n\r\n",
            "HTTP/1.1 503 x\r\n"
                + "Retry-After: \u0085\n"
                + "FORGED\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "zz\n"
                + "FORGED");
    for (int i = 0; !endpoint.isClosed(); i++) {
      try (Socket socket = endpoint.accept()) {
        int _ = socket.getInputStream().read(new byte[64 * 1024]);
        socket
            .getOutputStream()
            .write(answers.get(i % answers.size()).getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The test has ended, or the server has hung up.
      }
    }
  }
}
