package dev.weft.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A server, the app server's side of it, and clients of the vendor's SDKs.
final class SdkFixture implements AutoCloseable {

  final ApiClient api;
  final SdkClients sdks;
  final String webSocket;

  private final ClientFixture fixture;

  private SdkFixture(ClientFixture fixture, SdkClients sdks) {
    this.fixture = fixture;
    this.api = fixture.api;
    this.webSocket = fixture.webSocket;
    this.sdks = sdks;
  }

  static SdkFixture start(Path data) {
    return start(data, SdkClients.Host.NODE);
  }

  static SdkFixture start(Path data, SdkClients.Host host) {
    SdkClients sdks = SdkClients.start(host);
    return new SdkFixture(ClientFixture.start(data), sdks);
  }

  static SdkFixture start(Path data, Map<String, String> overrides, Clock clock) {
    SdkClients sdks = SdkClients.start(SdkClients.Host.NODE);
    return new SdkFixture(ClientFixture.start(data, overrides, clock), sdks);
  }

  /// Where the REST API is.
  String url() {
    return fixture.url();
  }

  void register(String... users) {
    fixture.register(users);
  }

  String tokenOf(String user) {
    return fixture.tokenOf(user);
  }

  String makeGroup(String owner, String... members) {
    return fixture.makeGroup(owner, members);
  }

  String makeThread(String group, String message, String owner) {
    return fixture.makeThread(group, message, owner);
  }

  void joinThread(String thread, String user) {
    fixture.joinThread(thread, user);
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
    sdks.create(client, sdk, url(), webSocket, options);
    JsonNode _ = sdks.call(client, "open", Map.of("user", user, "accessToken", tokenOf(user)));
    var _ = sdks.await(client, "onConnected");
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
    fixture.close();
  }
}
