package dev.weft.web.api;

import dev.weft.trace.TraceContext;
import dev.weft.web.api.Json.MalformedJsonException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One HTTP request, as the rest of this room sees it.
public final class HttpExchange {

  /// The largest JSON body: far above what any documented call needs, far below what hurts.
  static final int MAX_JSON_BYTES = 1 << 20;

  private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");
  private static final HeaderName TRACE_STATE = HeaderNames.create("tracestate");

  private final ServerRequest request;
  private final Clock clock;
  private final long started;
  private String family = "other";
  private @Nullable Query query;
  private byte @Nullable [] body;

  public HttpExchange(ServerRequest request, Clock clock) {
    this.request = request;
    this.clock = clock;
    this.started = clock.millis();
  }

  /// The family of the route it was taken to, for the metrics; `other` for none.
  public String family() {
    return family;
  }

  public void belongsTo(String routes) {
    family = routes;
  }

  public String method() {
    return request.prologue().method().text().toUpperCase(Locale.ROOT);
  }

  public String rawPath() {
    return request.prologue().uriPath().rawPath();
  }

  /// The decoded segments of the path. A slash at the end does not make one more.
  public List<String> segments() {
    String path = rawPath();
    List<String> segments = new ArrayList<>(6);
    int from = 1;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      segments.add(Percent.decode(path.substring(from, end)));
      from = end + 1;
    }
    return segments;
  }

  public Query query() {
    if (query == null) {
      query = Query.parse(request.query().rawValue());
    }
    return query;
  }

  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /// The trace the request belongs to; null if it says of none, or of more than one.
  public @Nullable TraceContext trace() {
    List<String> parents = headers(TRACE_PARENT);
    return parents.size() == 1
        ? TraceContext.parse(parents.getFirst(), String.join(",", headers(TRACE_STATE)))
            .orElse(null)
        : null;
  }

  private List<String> headers(HeaderName name) {
    return request.headers().contains(name) ? request.headers().get(name).allValues() : List.of();
  }

  /// Scheme and authority by which the client reached us.
  public String origin() {
    String scheme = request.isSecure() ? "https" : "http";
    return scheme + "://" + request.headers().first(HeaderNames.HOST).orElse("localhost");
  }

  /// The address that the request comes from; that of a proxy, if one stands between.
  public String address() {
    return request.remotePeer().host();
  }

  public boolean isSecure() {
    return request.isSecure();
  }

  /// The body as a JSON object.
  ///
  /// @throws VendorException 400 if it is none
  public JsonBody json() {
    try {
      if (Json.read(readBody()) instanceof ObjectNode object) {
        return new JsonBody(object, Errors::invalidBody);
      }
    } catch (MalformedJsonException e) {
      throw Errors.invalidBody();
    }
    throw Errors.invalidBody();
  }

  /// Milliseconds since 1970, now.
  public long now() {
    return clock.millis();
  }

  public long started() {
    return started;
  }

  long elapsed() {
    return Math.max(0, clock.millis() - started);
  }

  InputStream body() {
    return request.content().hasEntity()
        ? request.content().inputStream()
        : InputStream.nullInputStream();
  }

  /// The whole body, at most [#MAX_JSON_BYTES]. It is read once and kept.
  ///
  /// @throws VendorException 413 if it is larger
  public byte[] readBody() {
    if (body == null) {
      try (InputStream in = body()) {
        long most = request.headers().contentLength().orElse(Long.MAX_VALUE);
        byte[] bytes = in.readNBytes((int) Math.min(most, MAX_JSON_BYTES + 1));
        if (bytes.length > MAX_JSON_BYTES) {
          throw Errors.bodyTooLarge(MAX_JSON_BYTES);
        }
        body = bytes;
      } catch (IOException e) {
        throw new UncheckedIOException("the client went away", e);
      }
    }
    return body;
  }
}
