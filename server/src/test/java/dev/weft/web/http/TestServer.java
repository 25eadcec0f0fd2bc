package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/// A door on a free port of loopback, with a handler of the test's own.
final class TestServer implements AutoCloseable {

  static final HttpLimits LIMITS = HttpLimits.of(1_000, 1 << 20);
  private static final long BUDGET = 16 << 20;

  final HttpServer server;
  final ByteBudget budget;
  final ByteBudget socketBudget;

  private TestServer(HttpServer server, ByteBudget budget, ByteBudget socketBudget) {
    this.server = server;
    this.budget = budget;
    this.socketBudget = socketBudget;
  }

  static TestServer start(HttpHandler handler) {
    return start(LIMITS, BUDGET, handler, Map.of());
  }

  static TestServer start(
      HttpLimits limits,
      long budget,
      HttpHandler handler,
      Map<String, WebSocketEndpoint> endpoints) {
    ByteBudget bytes = new ByteBudget(budget, budget / 2);
    ByteBudget socketBytes = new ByteBudget(budget, budget / 2);
    HttpServer server =
        new HttpServer(
            1,
            limits,
            handler,
            endpoints,
            (status, sentence) ->
                ("{\"status\":" + status + ",\"sentence\":\"" + sentence + "\"}")
                    .getBytes(StandardCharsets.UTF_8),
            bytes,
            socketBytes,
            Clock.systemUTC());
    server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new TestServer(server, bytes, socketBytes);
  }

  int port() {
    return server.port();
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  RawClient client() {
    return RawClient.connect(port());
  }

  @Override
  public void close() {
    server.close();
  }
}
