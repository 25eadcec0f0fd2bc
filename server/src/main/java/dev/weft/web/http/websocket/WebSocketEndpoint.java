package dev.weft.web.http.websocket;

/// Takes the WebSockets of one path.
@FunctionalInterface
public interface WebSocketEndpoint {

  /// A client has connected. Runs on a virtual thread and may block; no message is lost meanwhile.
  /// If it throws, the connection is closed with 1011.
  ///
  /// @param connection to send to the client; may be used at once
  /// @param query of the URL, percent-encoded; empty if there is none
  /// @return whom to tell what the client sends
  WebSocketListener open(WebSocketConnection connection, String query);
}
