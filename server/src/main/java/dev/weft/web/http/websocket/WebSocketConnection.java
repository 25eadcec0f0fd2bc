package dev.weft.web.http.websocket;

import java.net.InetSocketAddress;

/// One client on a WebSocket. Every method may be called from any thread, and none blocks.
public interface WebSocketConnection {

  /// Normal end.
  int NORMAL = 1000;

  /// The server stops; the client should come again.
  int GOING_AWAY = 1001;

  /// The client sent something that is not taken here.
  int UNSUPPORTED = 1003;

  /// The client has broken a rule, or does not read what it is sent.
  int POLICY = 1008;

  /// The server failed.
  int FAILED = 1011;

  /// The server has no room at present; the client should come again.
  int TRY_AGAIN = 1013;

  /// Sends a binary message, in the order of the calls of one thread. The array must not be changed
  /// afterwards; the same one may be sent to many clients.
  ///
  /// @return false if it was dropped because the connection has ended, or ends now because the
  ///   client does not read: [HttpLimits#webSocketBacklog] bytes wait for it already
  boolean send(byte[] message);

  /// The thread that writes to the client; many connections share one.
  Object writer();

  /// Calls `then` on the [#writer] when everything that was sent before, to any connection of the
  /// same writer, is with the operating system or waits for its client. It is called too when the
  /// writer has ended.
  void afterSent(Runnable then);

  /// Bytes that were sent and that the client has not taken yet.
  int backlog();

  /// Ends the connection after what was sent before.
  ///
  /// @param code a close code of RFC 6455, section 7.4
  /// @param reason for the client, at most 123 bytes
  void close(int code, String reason);

  boolean isOpen();

  /// Says whose client this is, so that its memory counts as the owner's. Until then it is a
  /// stranger, who may send no more than 16 KB that nobody has heard.
  ///
  /// @param owner the app, as requests of the app are counted by it
  void belongsTo(Object owner);

  /// The other end of the connection: a proxy, if there is one between.
  InetSocketAddress peer();
}
