package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server with all that the documents speak of: the app `acme#chat`, users, a group, a thread, a
/// chat room, rules of the names that pages use, callbacks that arrived and one that was given up.
final class DocumentedServer implements AutoCloseable {

  private static final String APP = "/acme/chat";

  private final Path home;
  private final Path data;
  private final Path settings;
  private final Weft weft;
  private final HttpServer appServer;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String token;
  private final String group;
  private final String thread;
  private final String room;
  private final String message;
  private final String callId;
  private final String date;

  DocumentedServer(Path home, Path folder) throws Exception {
    this.home = home;
    data = folder.resolve("weft-data");
    settings = Files.writeString(folder.resolve("weft.yaml"), "log:\n  level: info\n");
    appServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    appServer.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean broken = exchange.getRequestURI().getPath().startsWith("/broken");
          exchange.sendResponseHeaders(broken ? 500 : 200, -1);
          exchange.close();
        });
    appServer.start();
    weft =
        Weft.serve(
            Map.of(
                "WEFT_CLIENT_ID",
                "me",
                "WEFT_CLIENT_SECRET",
                "s3cret",
                "WEFT_APP_BCRYPT_COST",
                "4"),
            data,
            "--app",
            "acme#chat",
            "--callback-allow",
            "127.0.0.0/8");
    token =
        send(
                "POST",
                APP + "/token",
                "{\"grant_type\":\"client_credentials\",\"client_id\":\"me\",\"client_secret\":\"s3cret\"}",
                "")
            .path("access_token")
            .asString();
    post(
        "/users",
        "[{\"username\":\"ann\",\"password\":\"1\"},{\"username\":\"bob\",\"password\":\"1\"}]");
    group =
        post(
                "/chatgroups",
                "{\"groupname\":\"office\",\"public\":true,\"owner\":\"ann\",\"members\":[\"bob\"]}")
            .at("/data/groupid")
            .asString();
    String parent = text("ann", group);
    thread =
        post(
                "/thread",
                "{\"group_id\":\"%s\",\"msg_id\":\"%s\",\"name\":\"Lunch\",\"owner\":\"bob\"}"
                    .formatted(group, parent))
            .at("/data/thread_id")
            .asString();
    room =
        post(
                "/chatrooms",
                "{\"name\":\"stage\",\"description\":\"d\",\"owner\":\"ann\",\"maxusers\":300}")
            .at("/data/id")
            .asString();
    rule("lunch", "/callbacks", "\"retry\":[\"0s\"]");
    rule("orders", "/callbacks", "\"retry\":[\"0s\"]");
    rule("gone", "/broken", "\"retry\":[\"0s\"]");
    post("/callbacks/rules", "{\"name\":\"laptop\",\"delivery\":\"pull\"}");
    message = text("bob", thread);
    await().until(() -> !get("/callbacks/storage/info").path("data").isEmpty());
    date = get("/callbacks/storage/info").at("/data/0/date").asString();
    callId = get("/callbacks/deliveries?rule=lunch").at("/data/0/call_id").asString();
    assertThat(callId).isNotEmpty();
  }

  private void rule(String name, String path, String more) throws Exception {
    post(
        "/callbacks/rules",
        "{\"name\":\"%s\",\"url\":\"http://127.0.0.1:%d%s\",%s}"
            .formatted(name, appServer.getAddress().getPort(), path, more));
  }

  private String text(String from, String to) throws Exception {
    return post(
            "/messages/chatgroups",
            "{\"from\":\"%s\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}"
                .formatted(from, to))
        .path("data")
        .path(to)
        .asString();
  }

  Path home() {
    return home;
  }

  Path data() {
    return data;
  }

  /// A file of settings, for `/etc/weft.yaml`.
  Path settings() {
    return settings;
  }

  /// What a shell has set, in pages that use variables.
  Map<String, String> variables() {
    return Map.of("WEFT", weft.url(), "TOKEN", token, "GROUP", group);
  }

  /// The ids of this server in place of those that a page shows.
  String substituted(String text) {
    return text.replace("org#app", "acme#chat")
        .replace("{org}/{app}", "acme/chat")
        .replace("1631952283077967872", thread)
        .replace("CALL_ID", callId)
        .replace("{callId}", URLEncoder.encode(callId, StandardCharsets.UTF_8))
        .replace("thread={id}", "thread=" + thread)
        .replace("msg_id={id}", "msg_id=" + message)
        .replace("chatrooms/{id}", "chatrooms/" + room)
        .replace("\"{id}\"", "\"" + room + "\"")
        .replace("rule={name}", "rule=laptop")
        .replace("after={cursor}", "after=0")
        .replace("\"cursor\": \"4711\"", "\"cursor\": \"1\"")
        .replace("{consumer}", "desk")
        .replaceAll("20260301\\d{4}", date)
        .replaceAll("\\bTHREAD\\b|^ID$", thread)
        .replaceAll("^NAME$", "orders");
  }

  /// Makes a call as the app's server does; anything but a success fails.
  ///
  /// @param path from `/{org}/{app}` on, as a page shows it
  JsonNode call(String method, String path, String body) throws Exception {
    // A rule of this name is there.
    String fresh = body.replace("\"name\": \"lunch\"", "\"name\": \"dinner\"");
    return send(method, substituted(path).replace(" ", "%20"), substituted(fresh), token);
  }

  private JsonNode post(String path, String body) throws Exception {
    return send("POST", APP + path, body, token);
  }

  private JsonNode get(String path) throws Exception {
    return send("GET", APP + path, "", token);
  }

  private JsonNode send(String method, String path, String body, String bearer) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(weft.url() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    if (path.contains("/stream")) {
      HttpResponse<java.io.InputStream> stream =
          http.send(request.build(), BodyHandlers.ofInputStream());
      stream.body().close();
      assertThat(stream.statusCode()).isEqualTo(200);
      return JsonMapper.shared().createObjectNode();
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode())
        .as(method + " " + path + " " + body + "\n" + answer.body())
        .isBetween(200, 299);
    return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  @Override
  public void close() {
    http.close();
    weft.close();
    appServer.stop(0);
  }
}
