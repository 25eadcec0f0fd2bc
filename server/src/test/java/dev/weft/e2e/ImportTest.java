package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// History that is moved in from elsewhere.
class ImportTest {

  private static final String SENT_BEFORE_THE_GROUP = "1600000000000";

  private static final long IN_ANOTHER_CENTURY = 4_000_000_000_000L;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String group;

  @BeforeEach
  void have_a_group() throws IOException {
    inbox = Inbox.open();
    server = RunningServer.start(data, Map.of("chat.fileMaxBytes", "1000000"), Clock.systemUTC());
    api = server.client();
    api.users("user1", "user2");
    group = api.group("user1", "user2");
    api.rule(
        "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"message\",\"thread\"]}"
            .formatted(inbox.url()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private Reply toUser(String more) {
    return api.post(
        "/messages/users/import",
        "{\"from\":\"user1\",\"target\":\"user2\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}%s}"
            .formatted(more));
  }

  private Reply toGroup(String more) {
    return api.post(
        "/messages/chatgroups/import",
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}%s}"
            .formatted(group, more));
  }

  @Test
  void gives_an_id_and_no_callback() {
    assertThat(
            toUser(",\"msg_timestamp\":" + SENT_BEFORE_THE_GROUP)
                .data()
                .get("msg_id")
                .stringValue())
        .matches("[0-9]{19}");
    assertThat(toGroup("").data().get("msg_id").stringValue()).matches("[0-9]{19}");

    String live = api.text("user1", group, "new");

    assertThat(inbox.next().json().at("/msg_id").stringValue())
        .as("the first callback is that of the message that was sent")
        .isEqualTo(live);
  }

  @Test
  void needs_times_in_a_group_that_grow_from_when_it_was_made() {
    long later = System.currentTimeMillis();
    assertThat(toGroup(",\"msg_timestamp\":" + SENT_BEFORE_THE_GROUP).error())
        .matches("400 illegal_argument: msg_timestamp must not be before [0-9]{13} in this group");

    assertThat(toGroup(",\"msg_timestamp\":" + later).status()).isEqualTo(200);
    assertThat(toGroup(",\"msg_timestamp\":" + later).status()).isEqualTo(200);

    assertThat(toGroup(",\"msg_timestamp\":" + (later - 1)).error())
        .isEqualTo(
            "400 illegal_argument: msg_timestamp must not be before " + later + " in this group");
  }

  @Test
  void refuses_a_time_to_come_and_goes_on_with_the_next_one() {
    long now = System.currentTimeMillis();
    String refused = "400 illegal_argument: msg_timestamp must be earlier than the current time";

    assertThat(toGroup(",\"msg_timestamp\":" + IN_ANOTHER_CENTURY).error()).isEqualTo(refused);
    assertThat(toUser(",\"msg_timestamp\":" + IN_ANOTHER_CENTURY).error()).isEqualTo(refused);

    assertThat(toGroup(",\"msg_timestamp\":" + now).status()).isEqualTo(200);
    assertThat(toGroup(",\"msg_timestamp\":" + (now + 120_000)).status())
        .as("clocks differ")
        .isEqualTo(200);
    assertThat(toGroup(",\"msg_timestamp\":" + (now + 600_000)).error()).isEqualTo(refused);
  }

  @Test
  void a_message_from_the_future_that_is_there_holds_up_no_import() throws Exception {
    TestClock ahead = new TestClock();
    ahead.advance(Duration.ofDays(400));
    server.close();
    server = RunningServer.start(data, Map.of(), ahead);
    api = server.client();
    api.text("user1", group, "sent by a clock that was wrong");
    server.close();
    server = RunningServer.start(data, Map.of(), Clock.systemUTC());
    api = server.client();

    assertThat(toGroup(",\"msg_timestamp\":" + System.currentTimeMillis()).status()).isEqualTo(200);
  }

  @Test
  void says_what_a_message_must_have() {
    assertThat(importing("\"target\":\"user2\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: from not allow empty");
    assertThat(importing("\"from\":\"user1\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: target not allow empty");
    assertThat(importing("\"from\":\"user1\",\"target\":\"user2\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: type not allow empty");
    assertThat(importing("\"from\":\"user1\",\"target\":\"user2\",\"type\":\"txt\",\"body\":{}"))
        .isEqualTo("400 illegal_argument: message body not allow empty");
    assertThat(toUser(",\"msg_timestamp\":999").error())
        .isEqualTo("400 illegal_argument: msg_timestamp must not be less than 1000");
    api.post(
            "/messages/chatgroups/import",
            "{\"from\":\"user1\",\"target\":\"1\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}}")
        .isError(404, "resource_not_found", "grpID 1 does not exist!");
  }

  private int unread(String user) {
    return api.as(user)
        .get("/users/" + user + "/user_channels")
        .at("/data/channel_infos/0/unread_num")
        .asInt(-1);
  }

  @Test
  void what_was_read_there_is_read_here_as_far_as_all_before_it_was() {
    String read = ",\"is_ack_read\":true";
    assertThat(toUser(read).status()).isEqualTo(200);
    assertThat(
            api.post(
                    "/messages/users/import",
                    "{\"from\":\"user2\",\"target\":\"user1\",\"type\":\"txt\","
                        + "\"body\":{\"msg\":\"answer\"},\"is_ack_read\":true}")
                .status())
        .isEqualTo(200);
    assertThat(toUser(read).status()).isEqualTo(200);

    assertThat(unread("user2")).isZero();
    assertThat(unread("user1")).isZero();

    assertThat(toUser("").status()).isEqualTo(200);
    assertThat(toUser(read).status()).isEqualTo(200);

    assertThat(unread("user2")).as("nobody has read the one before the last").isEqualTo(2);
  }

  @Test
  void a_call_that_is_sent_again_with_its_key_moves_one_message_in() throws Exception {
    String body =
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"once\"}}"
            .formatted(group);
    List<String> ids = new ArrayList<>();
    List<String> replayed = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          HTTP.send(
              api.request("/messages/chatgroups/import")
                  .header("Idempotency-Key", "old-1")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      ids.add(ApiClient.JSON.readTree(answer.body()).at("/data/msg_id").asString());
      replayed.add(answer.headers().firstValue("Idempotent-Replayed").orElse("no"));
    }

    assertThat(ids.getFirst()).isEqualTo(ids.getLast());
    assertThat(replayed).containsExactly("no", "true");
    assertThat(api.get("/conversations/" + group + "/messages").data()).hasSize(1);
  }

  private Reply picture(String url, String more) {
    return api.post(
        "/messages/chatgroups/import",
        ("{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"img\",\"need_download\":true,"
                + "\"body\":{\"url\":\"%s\",\"filename\":\"cat.png\"%s}}")
            .formatted(group, url, more));
  }

  private JsonNode onlyOne() {
    JsonNode data = api.get("/conversations/" + group + "/messages").data();
    assertThat(data).hasSize(1);
    return data.get(0).at("/payload/bodies/0");
  }

  @Test
  void a_file_that_is_to_be_downloaded_is_kept_here_with_a_secret_of_its_own() throws Exception {
    byte[] cat = "not really a picture".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    List<String> secrets = Collections.synchronizedList(new ArrayList<>());
    try (FileServer there = FileServer.start()) {
      there.on(
          "/cat",
          exchange -> {
            secrets.add(String.valueOf(exchange.getRequestHeaders().getFirst("share-secret")));
            exchange.getResponseHeaders().add("Location", "/moved%20cat.png");
            exchange.sendResponseHeaders(302, -1);
          });
      there.on(
          "/moved",
          exchange -> {
            secrets.add(String.valueOf(exchange.getRequestHeaders().getFirst("share-secret")));
            exchange.getResponseHeaders().add("Content-Type", "image/png");
            // In chunks.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(cat);
          });

      assertThat(picture(there.url() + "/cat", ",\"secret\":\"s3\"").status()).isEqualTo(200);

      JsonNode body = onlyOne();
      String url = body.get("url").stringValue();
      assertThat(url).startsWith(server.url() + "/easemob-demo/easeim/chatfiles/");
      assertThat(body.get("file_length").intValue()).isEqualTo(cat.length);
      assertThat(body.get("secret").stringValue()).isNotEqualTo("s3").isNotEmpty();
      String link = url + "?share-secret=" + body.get("secret").stringValue();
      HttpResponse<byte[]> kept =
          HTTP.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofByteArray());
      assertThat(kept.statusCode()).isEqualTo(200);
      assertThat(kept.body()).isEqualTo(cat);
      assertThat(kept.headers().firstValue("Content-Type")).contains("image/png");
      assertThat(secrets).as("the secret is for the first place").containsExactly("s3", "null");
    }
  }

  @Test
  void a_file_that_cannot_be_had_is_said_and_nothing_is_moved_in() throws Exception {
    try (FileServer there = FileServer.start()) {
      there.on("/gone", exchange -> exchange.sendResponseHeaders(404, -1));
      there.on(
          "/inward",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/secrets");
            exchange.sendResponseHeaders(302, -1);
          });
      there.on(
          "/round",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "/round");
            exchange.sendResponseHeaders(302, -1);
          });
      there.on(
          "/short",
          exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            throw new IOException("closed in the middle");
          });
      there.on(
          "/large",
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[2_000_000]);
          });

      assertThat(picture(there.url() + "/gone", "").error())
          .isEqualTo(
              "400 illegal_argument: the file at url cannot be downloaded: the answer was 404");
      assertThat(picture(there.url() + "/inward", "").error())
          .startsWith("400 illegal_argument: the file at url cannot be downloaded: ")
          .contains("169.254.169.254");
      assertThat(picture(there.url() + "/round", "").error()).endsWith("more than 5 times");
      assertThat(picture(there.url() + "/short", "").error())
          .startsWith("400 illegal_argument: the file at url cannot be downloaded: ");
      assertThat(picture(there.url() + "/large", "").status()).isEqualTo(413);
      assertThat(picture("file:///etc/passwd", "").error())
          .startsWith("400 illegal_argument: the file at url cannot be downloaded: ");
      assertThat(api.get("/conversations/" + group + "/messages").data()).isEmpty();

      assertThat(
              api.post(
                      "/messages/chatgroups/import",
                      ("{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"img\","
                              + "\"body\":{\"url\":\"%s/gone\"}}")
                          .formatted(group, there.url()))
                  .status())
          .as("nobody asked for a download")
          .isEqualTo(200);
    }
  }

  /// Files elsewhere.
  private record FileServer(HttpServer server) implements AutoCloseable {

    static FileServer start() throws IOException {
      FileServer started =
          new FileServer(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      started.server().start();
      return started;
    }

    void on(String path, HttpHandler handler) {
      server.createContext(
          path,
          exchange -> {
            try (exchange) {
              handler.handle(exchange);
            }
          });
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private String importing(String fields) {
    return api.post("/messages/users/import", "{" + fields + "}").error();
  }
}
