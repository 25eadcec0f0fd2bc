package dev.weft.web.http;

import dev.weft.trace.LogText;
import dev.weft.web.http.wire.BodyReader;
import dev.weft.web.http.wire.RequestHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request while it is served: what the event loop knows of it, and how its handler is begun.
final class ServedRequest {

  static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /// A rest of a body that is read to its end rather than costing the connection.
  private static final long SMALL_REST = 64 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ServedRequest.class);

  private final Connection connection;
  private final ServerContext server;
  private final RequestHead head;
  private final HttpRequest request;
  private final RequestBody body;
  private final BodyReader reader;
  private final ByteBudget.Lease lease;
  private volatile boolean continued;
  private boolean dispatched;
  private boolean ended;
  private long seconds;

  ServedRequest(
      Connection connection, ServerContext server, RequestHead head, InetSocketAddress peer) {
    this.connection = connection;
    this.server = server;
    this.head = head;
    this.lease = server.budget().lease();
    this.reader = BodyReader.of(head.bodyLength());
    long expected = reader.remaining() == Long.MAX_VALUE ? -1 : reader.remaining();
    this.body =
        new RequestBody(
            lease,
            server.limits().window(),
            server.limits().bodyBytes(),
            expected,
            () -> connection.output().execute(() -> connection.bodyWanted(this)));
    this.request = new HttpRequest(head, body, peer);
  }

  RequestBody body() {
    return body;
  }

  BodyReader reader() {
    return reader;
  }

  HttpRequest request() {
    return request;
  }

  boolean isDispatched() {
    return dispatched;
  }

  /// Whether its answer has been handed over.
  boolean isAnswered() {
    return ended;
  }

  /// Begins the handler, unless it has begun.
  void dispatch() {
    if (!dispatched) {
      dispatched = true;
      Thread.startVirtualThread(this::handle);
    }
  }

  private void handle() {
    ConnectionResponse response = new ConnectionResponse(this, connection, server.date());
    try {
      server.handler().handle(request, response);
    } catch (RuntimeException e) {
      log.error("handler failed, the connection is cut path={}", LogText.of(request.path()), e);
    } finally {
      response.close();
    }
  }

  /// Whether the client waits to be told to send its body; true once.
  boolean mayContinue() {
    boolean may = head.expectsContinue() && !continued && body.received() == 0;
    continued = true;
    return may;
  }

  /// Whether the connection can go on after the answer: the client has sent everything, or will
  /// soon.
  boolean keepsConnection() {
    if (!request.keepsAlive() || server.stopping().isBegun()) {
      return false;
    }
    if (body.isComplete()) {
      return true;
    }
    boolean comes = !head.expectsContinue() || continued;
    long length = request.contentLength().orElse(Long.MAX_VALUE);
    return comes && length - body.received() <= SMALL_REST;
  }

  /// Another second in which the client could have sent has gone by.
  ///
  /// @return whether it has sent too little by now
  boolean isOverdue(HttpLimits limits) {
    seconds++;
    return seconds > limits.grace().toSeconds() + body.received() / limits.bytesPerSecond();
  }

  /// The answer has been handed over, or never will be: nothing of the request is needed any more.
  void end() {
    ended = true;
    body.drop();
    lease.close();
  }
}
