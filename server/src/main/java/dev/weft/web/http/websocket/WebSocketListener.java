package dev.weft.web.http.websocket;

/// Receives what one client sends. Its methods are called one after another, on virtual threads,
/// and may block; while one does, the client is not read from beyond a small bound. If a method
/// throws, the connection is closed with 1011.
public interface WebSocketListener {

  /// The client has sent a binary message, at most [HttpLimits#webSocketFrame] bytes.
  void message(byte[] message);

  /// The connection has ended, whoever ended it. Called once, and last.
  void closed();
}
