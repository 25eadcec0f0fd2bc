package dev.weft.web.http;

import dev.weft.web.http.wire.HttpHeaders;
import dev.weft.web.http.wire.MalformedRequestException;
import dev.weft.web.http.wire.RequestHead;
import dev.weft.web.http.wire.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The opening handshake of a WebSocket (RFC 6455, section 4.2). No extension is agreed on, so no
/// connection needs the memory of a compressor, and no subprotocol.
final class WebSocketHandshake {

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private WebSocketHandshake() {}

  /// The answer that makes the connection a WebSocket.
  ///
  /// @throws MalformedRequestException 426 if the request does not ask for one of version 13, 400
  ///   if it does so wrongly
  static byte[] answer(RequestHead head, String date) throws MalformedRequestException {
    HttpHeaders headers = head.headers();
    String version = headers.first("Sec-WebSocket-Version");
    if (!headers.lists("Upgrade", "websocket") || !"13".equals(version)) {
      throw new MalformedRequestException(426, "this path is for WebSockets, version 13");
    }
    String key = headers.first("Sec-WebSocket-Key");
    if (!head.line().method().equals("GET")
        || head.line().isHttp10()
        || !headers.lists("Connection", "upgrade")
        || key == null
        || !isProper(key)) {
      throw new MalformedRequestException(400, "the WebSocket handshake is not proper");
    }
    return ("HTTP/1.1 101 Switching Protocols\r\nDate: "
            + date
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Headers of the answer 426.
  static void explain(ResponseHead head) {
    head.header("Upgrade", "websocket");
    head.header("Sec-WebSocket-Version", "13");
  }

  private static boolean isProper(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
