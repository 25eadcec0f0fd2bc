package dev.weft.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A server, the app server's side of it, and clients of the vendor's SDKs.
final class SdkHouse implements AutoCloseable {

  final RunningServer server;
  final ApiClient api;
  final SdkClients sdks;
  final String webSocket;

  private SdkHouse(RunningServer server, SdkClients sdks, String webSocket) {
    this.server = server;
    this.api = server.client();
    this.sdks = sdks;
    this.webSocket = webSocket;
  }

  static SdkHouse start(Path data) {
    return start(data, Map.of(), Clock.systemUTC());
  }

  static SdkHouse start(Path data, Map<String, String> overrides, Clock clock) {
    SdkClients sdks = SdkClients.start();
    Map<String, String> flags = new HashMap<>(overrides);
    int port = freePort();
    flags.put("gateway.port", Integer.toString(port));
    return new SdkHouse(
        RunningServer.start(data, flags, clock), sdks, "ws://127.0.0.1:" + port + "/ws");
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
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

  /// Registers users and logs each in, by a client that has the name of the user.
  void logIn(String sdk, String... users) {
    register(users);
    for (String user : users) {
      open(user, sdk, user);
    }
  }

  /// Logs a user in by a client of this name.
  void open(String client, String sdk, String user) {
    open(client, sdk, user, Map.of());
  }

  void open(String client, String sdk, String user, Map<String, Object> options) {
    sdks.create(client, sdk, server.url(), webSocket, options);
    JsonNode _ = sdks.call(client, "open", Map.of("user", user, "accessToken", tokenOf(user)));
    var _ = sdks.await(client, "onConnected");
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

  /// Sends a text.
  JsonNode text(String client, String to, String text) {
    return sdks.send(client, Map.of("type", "txt", "chatType", "groupChat", "to", to, "msg", text));
  }

  JsonNode textToUser(String client, String to, String text) {
    return sdks.send(
        client, Map.of("type", "txt", "chatType", "singleChat", "to", to, "msg", text));
  }

  @Override
  public void close() throws IOException {
    sdks.close();
    server.close();
  }
}
