package dev.weft.web.http;

import dev.weft.web.http.websocket.WebSocketEndpoint;
import dev.weft.web.http.wire.HttpDate;
import java.util.Map;

/// What all connections of one server share.
///
/// @param endpoints whom to give a WebSocket to, by path
/// @param budget the sum of what requests hold
/// @param socketBudget the sum of what WebSockets hold
record ServerContext(
    HttpLimits limits,
    HttpHandler handler,
    Map<String, WebSocketEndpoint> endpoints,
    HttpServer.ErrorBody errors,
    ByteBudget budget,
    ByteBudget socketBudget,
    HttpDate date,
    Stopping stopping) {

  /// Whether the server is about to stop.
  static final class Stopping {
    private volatile boolean begun;

    boolean isBegun() {
      return begun;
    }

    void begin() {
      begun = true;
    }
  }
}
