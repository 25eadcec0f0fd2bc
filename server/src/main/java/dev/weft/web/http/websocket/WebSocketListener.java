package dev.weft.web.http.websocket;

/// Receives what one client sends. Its methods are called one after another, on virtual threads,
/// and may block; while one does, the client is not read from beyond a small bound. Only messages
/// that [may wait][#mayWait] are overtaken by others. If a method throws, the connection is closed
/// with 1011.
public interface WebSocketListener {

  /// The client has sent a binary message, at most [HttpLimits#webSocketFrame] bytes.
  void message(byte[] message);

  /// Whether hearing a message may have to wait for something else, as a commit. Such messages are
  /// heard one after another; those that came later and need not wait are heard meanwhile, by
  /// another thread. Asked before [#message], in the order in which messages came, and must not
  /// block.
  default boolean mayWait(byte[] message) {
    return false;
  }

  /// The connection has ended, whoever ended it. Called once, and last.
  void closed();
}
