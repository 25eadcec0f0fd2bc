package dev.weft.web.http;

import dev.weft.web.http.wire.HttpDate;
import java.util.Map;

/// What all connections of one server share.
///
/// @param endpoints whom to give a WebSocket to, by path
record ServerContext(
    HttpLimits limits,
    HttpHandler handler,
    Map<String, WebSocketEndpoint> endpoints,
    HttpServer.ErrorBody errors,
    ByteBudget budget,
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
