package dev.weft.web.http;

import dev.weft.web.http.wire.HttpDate;
import dev.weft.web.http.wire.ResponseHead;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// The answer to one request, made by its handler's thread and sent by the event loop.
final class ConnectionResponse implements HttpResponse {

  /// Up to so many bytes, one array for head and body costs less than two.
  private static final int ONE_ARRAY = 8 * 1024;

  private static final int LARGE = 64 * 1024;

  private static final byte[] EMPTY = {};

  private final ServedRequest served;
  private final Connection connection;
  private final HttpDate date;
  private final ResponseHead head = new ResponseHead();
  private boolean begun;
  private boolean complete;

  ConnectionResponse(ServedRequest served, Connection connection, HttpDate date) {
    this.served = served;
    this.connection = connection;
    this.date = date;
  }

  @Override
  public HttpResponse status(int status) {
    head.status(status);
    return this;
  }

  @Override
  public HttpResponse header(String name, String value) {
    head.header(name, value);
    return this;
  }

  private boolean isHead() {
    return served.request().method().equals("HEAD");
  }

  @Override
  public void send(byte[] body) {
    begin();
    boolean keep = served.keepsConnection();
    byte[] first = head.bytes(date.now(), new ResponseHead.Length.Known(body.length), option(keep));
    byte[] rest = isHead() || !head.hasBody() ? EMPTY : body;
    if (first.length + rest.length <= ONE_ARRAY && rest.length > 0) {
      byte[] both = new byte[first.length + rest.length];
      System.arraycopy(first, 0, both, 0, first.length);
      System.arraycopy(rest, 0, both, first.length, rest.length);
      first = both;
      rest = EMPTY;
    }
    complete = true;
    byte[] one = first;
    byte[] two = rest;
    connection.output().execute(() -> send(one, two, keep));
  }

  /// The memory of a large answer counts until the client has taken it.
  private void send(byte[] first, byte[] rest, boolean keep) {
    ChannelFuture sent = connection.output().send(first, rest);
    if (rest.length > LARGE) {
      sent.addListener(_ -> connection.answered(served, keep));
    } else {
      connection.answered(served, keep);
    }
  }

  private void begin() {
    if (begun) {
      throw new IllegalStateException("the request has been answered already");
    }
    begun = true;
  }

  private String option(boolean keep) {
    if (!keep) {
      return "close";
    }
    return served.request().isHttp10() ? "keep-alive" : "";
  }

  @Override
  public OutputStream stream(OptionalLong length) throws IOException {
    begin();
    boolean untilClosed = length.isEmpty() && served.request().isHttp10();
    boolean keep = !untilClosed && served.keepsConnection();
    ResponseHead.Length how =
        length.isPresent()
            ? new ResponseHead.Length.Known(length.getAsLong())
            : untilClosed
                ? new ResponseHead.Length.UntilClosed()
                : new ResponseHead.Length.Chunked();
    byte[] first = head.bytes(date.now(), how, option(keep));
    ResponseStream.Framing framing =
        isHead() || !head.hasBody()
            ? ResponseStream.Framing.NO_BODY
            : how instanceof ResponseHead.Length.Chunked
                ? ResponseStream.Framing.CHUNKED
                : ResponseStream.Framing.PLAIN;
    ResponseStream stream = new ResponseStream(connection, framing, length, () -> end(keep));
    stream.sendHead(first);
    return stream;
  }

  private void end(boolean keep) {
    complete = true;
    connection.output().execute(() -> connection.answered(served, keep));
  }

  @Override
  public void abort() {
    if (!complete) {
      complete = true;
      connection.output().execute(() -> connection.cut(served));
    }
  }

  /// The handler has ended; what is not complete never will be.
  void close() {
    abort();
  }
}
