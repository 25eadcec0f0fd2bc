package dev.weft.receiver.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/// An answer that is read as it comes. Closing it after its end keeps the connection for the next
/// call; closing it before breaks the connection off.
public final class HttpStream implements AutoCloseable {

  private final ResponseHead head;
  private final BodyStream body;
  private final Connection connection;
  private final HttpCaller caller;
  private boolean closed;

  HttpStream(ResponseHead head, BodyStream body, Connection connection, HttpCaller caller) {
    this.head = head;
    this.body = body;
    this.connection = connection;
    this.caller = caller;
  }

  public int status() {
    return head.status();
  }

  /// By lower-case names.
  public Map<String, List<String>> headers() {
    return head.headers();
  }

  public InputStream body() {
    return body;
  }

  /// Reads the rest of a body that matters to nobody, up to a bound, so that the connection can be
  /// kept. A body that breaks off does not matter either.
  public void drain(int maxBytes) {
    try {
      body.readNBytes(maxBytes);
    } catch (IOException e) {
      // Closing breaks the connection off.
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      caller.release(connection, head.keepsAlive() && body.isAtEnd());
    }
  }
}
