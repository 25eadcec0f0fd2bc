package dev.weft.web.http;

import dev.weft.web.http.wire.BodyLength;
import dev.weft.web.http.wire.HttpHeaders;
import dev.weft.web.http.wire.RequestHead;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/// One request, as it came.
public final class HttpRequest {

  private final RequestHead head;
  private final RequestBody body;
  private final InetSocketAddress peer;

  HttpRequest(RequestHead head, RequestBody body, InetSocketAddress peer) {
    this.head = head;
    this.body = body;
    this.peer = peer;
  }

  /// In capitals.
  public String method() {
    return head.line().method();
  }

  /// The path, percent-encoded; begins with a slash, or is `*`.
  public String path() {
    return head.line().target().path();
  }

  /// The query, percent-encoded; empty if there is none.
  public String query() {
    return head.line().target().query();
  }

  public HttpHeaders headers() {
    return head.headers();
  }

  /// Host and port by which the client reached us.
  public String authority() {
    return head.line()
        .target()
        .authority()
        .or(() -> headers().find("Host").filter(host -> !host.isEmpty()))
        .orElse("localhost");
  }

  /// The length of the body, if the head says it: 0 if there is none, empty if it comes in chunks.
  public OptionalLong contentLength() {
    return switch (head.bodyLength()) {
      case BodyLength.None() -> OptionalLong.of(0);
      case BodyLength.Known(long bytes) -> OptionalLong.of(bytes);
      case BodyLength.Chunked() -> OptionalLong.empty();
    };
  }

  public RequestBody body() {
    return body;
  }

  /// The other end of the connection: a proxy, if there is one between.
  public InetSocketAddress peer() {
    return peer;
  }

  boolean isHttp10() {
    return head.line().isHttp10();
  }

  boolean keepsAlive() {
    return head.keepsAlive();
  }
}
