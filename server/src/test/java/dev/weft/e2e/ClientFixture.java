package dev.weft.e2e;

import dev.weft.app.AppKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server that clients connect to, and the app server's side of it.
final class ClientFixture implements AutoCloseable {

  private final @Nullable RunningServer server;
  final ApiClient api;
  final String webSocket;

  private ClientFixture(RunningServer server, String webSocket) {
    this.server = server;
    this.api = server.client();
    this.webSocket = webSocket;
  }

  private ClientFixture(ApiClient api) {
    this.server = null;
    this.api = api;
    this.webSocket = "";
  }

  /// Where the REST API is.
  String url() {
    return Objects.requireNonNull(server).url();
  }

  /// The app server's side alone, of a server that runs elsewhere.
  static ClientFixture at(ApiClient api) {
    return new ClientFixture(api);
  }

  static ClientFixture start(Path data) {
    return start(data, Map.of(), Clock.systemUTC());
  }

  static ClientFixture start(Path data, Map<String, String> overrides, Clock clock) {
    return of(RunningServer.start(data, overrides, clock));
  }

  /// Clients of a server that runs.
  static ClientFixture of(RunningServer server) {
    return new ClientFixture(server, server.url().replace("http:", "ws:") + "/ws");
  }

  void register(String... users) {
    for (String user : users) {
      var _ = api.post("/users", "{\"username\":\"%s\",\"password\":\"pw\"}".formatted(user)).ok();
    }
  }

  /// A token of a registered user.
  String tokenOf(String user) {
    return api.post(
            "/token",
            "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"pw\"}".formatted(user))
        .ok()
        .get("access_token")
        .stringValue();
  }

  /// A token of a new user in an app that may be new.
  String tokenInApp(String org, String app, String user) {
    Objects.requireNonNull(server).ensureApp(new AppKey(org, app));
    ApiClient other = ApiClient.ofApp(url(), org + "/" + app);
    var _ = other.post("/users", "{\"username\":\"%s\",\"password\":\"pw\"}".formatted(user)).ok();
    return other.as(user).token();
  }

  /// A device `r` of a registered user, which nothing has been pushed to yet.
  MSyncClient loggedIn(String user) {
    return loggedIn(user, "r");
  }

  MSyncClient loggedIn(String user, String resource) {
    return MSyncClient.loggedIn(webSocket, user, resource, tokenOf(user));
  }

  boolean isOnline(String user) {
    return api.get("/users/" + user + "/status").data().path(user).asString().equals("online");
  }

  String makeGroup(String owner, String... members) {
    String list = Stream.of(members).map(name -> '"' + name + '"').collect(Collectors.joining(","));
    return api.post(
            "/chatgroups",
            "{\"groupname\":\"g\",\"desc\":\"d\",\"public\":true,\"owner\":\"%s\",\"members\":[%s]}"
                .formatted(owner, list))
        .data()
        .get("groupid")
        .stringValue();
  }

  String makeThread(String group, String message, String owner) {
    return api.post(
            "/thread",
            "{\"group_id\":\"%s\",\"name\":\"t\",\"owner\":\"%s\",\"msg_id\":\"%s\"}"
                .formatted(group, owner, message))
        .data()
        .get("thread_id")
        .stringValue();
  }

  void joinThread(String thread, String user) {
    var _ =
        api.post("/thread/" + thread + "/users", "{\"usernames\":[\"%s\"]}".formatted(user)).ok();
  }

  /// Sends a text to a group as the app server does. Answers its id.
  String sendToGroup(String group, String text) {
    return api.post(
            "/messages/chatgroups",
            "{\"from\":\"anna\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                .formatted(group, text))
        .data()
        .get(group)
        .stringValue();
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
