package dev.weft.web.api;

import dev.weft.trace.LogText;
import dev.weft.trace.TraceContext;
import dev.weft.web.api.Json.MalformedJsonException;
import dev.weft.web.http.HttpRequest;
import dev.weft.web.http.RequestBodyException;
import dev.weft.web.proxy.ProxyRules;
import dev.weft.web.proxy.Reached;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One HTTP request, as the routes see it.
public final class HttpExchange {

  /// The largest JSON body: far above what any documented call needs, far below what hurts.
  static final int MAX_JSON_BYTES = 1 << 20;

  /// The largest body of a call that needs no token.
  private static final int MAX_OPEN_BYTES = 16 * 1024;

  private final HttpRequest request;
  private final ProxyRules proxies;
  private final Clock clock;
  private final long started;
  private String family = "other";
  private boolean forMembers;
  private int maxBytes = MAX_JSON_BYTES;
  private @Nullable Reached reached;
  private @Nullable Query query;
  private byte @Nullable [] body;

  /// @param proxies tells how the client reached this server
  public HttpExchange(HttpRequest request, ProxyRules proxies, Clock clock) {
    this.request = request;
    this.proxies = proxies;
    this.clock = clock;
    this.started = clock.millis();
  }

  /// The family of the route it was taken to, for the metrics; `other` for none.
  public String family() {
    return family;
  }

  /// Whether a user of the app calls, or somebody whose token was not taken calls what users call.
  boolean isForMembers() {
    return forMembers;
  }

  public void forMembers(boolean members) {
    forMembers = members;
  }

  public void belongsTo(String routes) {
    family = routes;
  }

  /// The method, in capitals; GET for HEAD, which is answered alike up to the body.
  public String method() {
    return isHead() ? "GET" : request.method();
  }

  /// Whether it asks for the head of what GET would be answered.
  boolean isHead() {
    return request.method().equals("HEAD");
  }

  public String rawPath() {
    return request.path();
  }

  /// The path on its way into a log.
  public String safePath() {
    return LogText.of(request.path());
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
      query = Query.parse(request.query());
    }
    return query;
  }

  public Optional<String> header(String name) {
    return request.headers().find(name);
  }

  /// Names and values of all headers, in order: each name and its value after it.
  public List<String> headers() {
    return request.headers().namesAndValues();
  }

  /// The trace the request belongs to; null if it says of none, or of more than one.
  public @Nullable TraceContext trace() {
    List<String> parents = request.headers().all("traceparent");
    return parents.size() == 1
        ? TraceContext.parse(
                parents.getFirst(), String.join(",", request.headers().all("tracestate")))
            .orElse(null)
        : null;
  }

  /// What full URLs in answers begin with: the public URL, or scheme and authority by which the
  /// client reached us.
  public String origin() {
    return reached().origin();
  }

  /// The address of the client; that of a proxy, if one stands between that is not trusted.
  public String address() {
    return reached().address();
  }

  /// Whether the client speaks TLS, to this server or to a trusted proxy.
  public boolean isSecure() {
    return reached().secure();
  }

  private Reached reached() {
    if (reached == null) {
      reached = proxies.of(request);
    }
    return reached;
  }

  /// The body as a JSON object.
  ///
  /// @throws VendorException 400 if it is none
  public JsonBody json() {
    try {
      byte[] utf8 = Charsets.utf8(header("Content-Type"), readBody());
      if (Json.read(utf8) instanceof ObjectNode object) {
        return new JsonBody(object, Errors::invalidBody);
      }
    } catch (MalformedJsonException e) {
      throw Errors.invalidBody();
    }
    throw Errors.invalidBody();
  }

  /// A digest of what is asked for: method, path, query and body. SHA-256 in hex.
  ///
  /// @throws VendorException as [#readBody]
  public String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      String line = method() + " " + rawPath() + "?" + request.query() + "\n";
      sha256.update(line.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest(readBody()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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

  /// Nobody has shown who he is: the body must be a small one.
  public void isOpen() {
    maxBytes = MAX_OPEN_BYTES;
  }

  /// Counts the memory for the body to `owner`.
  ///
  /// @throws VendorException 503 if they have too much of it already
  public void countTo(Object owner) {
    try {
      request.body().belongsTo(owner);
    } catch (RequestBodyException e) {
      throw Errors.bodyNotRead(e.status(), String.valueOf(e.getMessage()));
    }
  }

  /// The body as it comes, unpacked.
  ///
  /// @throws VendorException 415 if it is packed in a way that is not known here
  InputStream body() {
    return RequestBodies.unpacked(request);
  }

  /// The whole body, unpacked. It is read once and kept.
  ///
  /// @throws VendorException 413 if it is larger than it may be, 415 if it is packed in a way that
  ///   is not known here
  /// @throws UncheckedIOException if it breaks off
  public byte[] readBody() {
    if (body == null) {
      try {
        body = RequestBodies.read(request, maxBytes);
      } catch (IOException e) {
        throw new UncheckedIOException("the body broke off", e);
      }
    }
    return body;
  }
}
