package dev.weft.web.http.websocket;

/// Receives what one client sends, on virtual threads. While its work is done, the client is not
/// read from beyond a small bound. If a method throws, the connection is closed with 1011.
public interface WebSocketListener {

  /// Reads a binary message of the client, at most [HttpLimits#webSocketFrame] bytes, and says what
  /// it asks for. Called in the order in which messages came, before work of earlier ones that [may
  /// wait][WebSocketWork#mayWait] is done, and after all other work of earlier ones; must not
  /// block.
  WebSocketWork read(byte[] message);

  /// The connection has ended, whoever ended it. Called once, after the last work is done.
  void closed();
}
