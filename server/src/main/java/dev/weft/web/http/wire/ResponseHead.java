package dev.weft.web.http.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// Status line and headers of an answer, as they are collected.
public final class ResponseHead {

  /// How the end of the body is found.
  public sealed interface Length {

    /// The head says how long it is.
    record Known(long bytes) implements Length {}

    /// Each chunk says how long it is.
    record Chunked() implements Length {}

    /// It ends with the connection.
    record UntilClosed() implements Length {}
  }

  private final StringBuilder headers = new StringBuilder(256);
  private int status = 200;

  public int status() {
    return status;
  }

  /// Sets the status; 200 if never called.
  public void status(int code) {
    status = code;
  }

  /// Adds a header; control characters in its value become blanks.
  public void header(String name, String value) {
    headers.append(name).append(": ");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      // What came from outside must not begin a header of its own.
      headers.append(c < ' ' || c > 0xff || c == 0x7f ? ' ' : c);
    }
    headers.append("\r\n");
  }

  /// Whether an answer of this status has a body at all.
  public boolean hasBody() {
    return status != 204 && status != 304;
  }

  /// The whole head, as it is sent.
  ///
  /// @param date now, as HTTP writes it
  /// @param connection the value of the header of that name; empty for none
  public byte[] bytes(String date, Length length, String connection) {
    StringBuilder text = new StringBuilder(headers.length() + 160);
    text.append("HTTP/1.1 ").append(status).append(' ');
    text.append(HttpResponseStatus.valueOf(status).reasonPhrase());
    text.append("\r\nDate: ").append(date).append("\r\n").append(headers);
    if (hasBody()) {
      switch (length) {
        case Length.Known(long bytes) ->
            text.append("Content-Length: ").append(bytes).append("\r\n");
        case Length.Chunked() -> text.append("Transfer-Encoding: chunked\r\n");
        case Length.UntilClosed() -> {}
      }
    }
    if (!connection.isEmpty()) {
      text.append("Connection: ").append(connection).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
