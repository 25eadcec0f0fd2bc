package dev.weft.outbound;

import java.nio.charset.StandardCharsets;

/// The head of an HTTP/1.1 request (RFC 9112), as text. What is not printable ASCII in it becomes a
/// question mark: nothing that a value holds can end its line.
final class RequestHead {

  private static final int INITIAL_CHARS = 640;

  private final StringBuilder text = new StringBuilder(INITIAL_CHARS);

  private RequestHead(String method, String target) {
    text.append(method).append(' ');
    append(target);
    text.append(" HTTP/1.1\r\n");
  }

  /// Begins a POST.
  ///
  /// @param target path and query
  static RequestHead post(String target) {
    return new RequestHead("POST", target);
  }

  /// Begins a GET.
  ///
  /// @param target path and query
  static RequestHead get(String target) {
    return new RequestHead("GET", target);
  }

  RequestHead add(String name, String value) {
    append(name);
    text.append(": ");
    append(value);
    text.append("\r\n");
    return this;
  }

  /// The whole request, to be written in one piece.
  byte[] with(byte[] body) {
    byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private void append(String value) {
    text.append(isPrintable(value) ? value : value.replaceAll("[^ -~]", "?"));
  }

  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
