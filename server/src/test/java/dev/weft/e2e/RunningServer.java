package dev.weft.e2e;

import dev.weft.Installation;
import dev.weft.Server;
import dev.weft.Waits;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.Operator;
import dev.weft.app.operator.Operators;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server in this process on a free port, with one app, that may call back to this machine. With
/// `-De2e.postgresql=true` each keeps its data in a PostgreSQL database in place of a file.
final class RunningServer implements AutoCloseable {

  static final AppKey APP = new AppKey("easemob-demo", "easeim");
  static final Credentials CREDENTIALS = new Credentials("test-client-id", "test-client-secret");

  private final Server server;
  private final Settings settings;

  private RunningServer(Server server, Settings settings) {
    this.server = server;
    this.settings = settings;
  }

  static RunningServer start(Path data) {
    return start(data, Map.of(), Clock.systemUTC());
  }

  /// @param overrides settings by path, over those that tests share
  static RunningServer start(Path data, Map<String, String> overrides, Clock clock) {
    Map<String, String> flags = new HashMap<>();
    flags.put("server.port", "0");
    flags.put("server.data", data.toString());
    flags.put("server.nodeName", "im-node-0");
    flags.put("app.bcryptCost", "4");
    flags.put("callback.allow", "127.0.0.0/8");
    if (Boolean.getBoolean("e2e.postgresql")) {
      flags.putAll(PostgresServer.settings(data));
    }
    flags.putAll(overrides);
    Settings settings = SettingsLoader.load(Optional.empty(), Map.of(), flags);
    Server server = new Server(settings, clock);
    server.ensureApp(APP, CREDENTIALS);
    server.start();
    RunningServer running = new RunningServer(server, settings);
    Waits.watch(running, running::deliveries);
    return running;
  }

  /// The store of this server, as a subcommand opens it.
  Installation installation() {
    return Installation.open(settings, Clock.systemUTC());
  }

  /// What the delivery log says of the newest deliveries.
  private String deliveries() {
    return url() + " deliveries: " + client().get("/callbacks/deliveries?limit=20").body();
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /// Every route for operators, with the role it needs.
  List<String> operatorRoutes() {
    return server.operatorRoutes();
  }

  Operators operators() {
    return server.operators();
  }

  void ensureApp(AppKey key) {
    server.ensureApp(key, CREDENTIALS);
  }

  int connections() {
    return server.connections();
  }

  int managementPort() {
    return server.managementPort();
  }

  /// To be called when the test has moved the clock.
  void clockMoved() {
    server.clockMoved();
  }

  /// Where clients are told to connect.
  URI clients() {
    return server.clients();
  }

  int tlsPort() {
    return server.tlsPort();
  }

  List<String> routes() {
    return server.routes();
  }

  List<String> routesWithKey() {
    return server.routesWithKey();
  }

  /// A client that holds an app token.
  ApiClient client() {
    return ApiClient.of(url());
  }

  /// The token of a new operator.
  String operator(String name, OperatorRole role) {
    Operator _ = server.operators().add(name, role, false, "");
    return server.operators().token(name);
  }

  @Override
  public void close() throws IOException {
    Waits.forget(this);
    server.close();
  }
}
