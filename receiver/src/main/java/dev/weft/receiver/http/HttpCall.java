package dev.weft.receiver.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// One request.
///
/// @param uri absolute, `http` or `https`
/// @param headers beside those the transport sets: Host, Content-Length, Connection
/// @param body none where empty
/// @param timeout from the first byte sent to the last byte read; for a stream, of each read
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpCall(
    String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {

  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

  /// Checks that the request can be written as one.
  public HttpCall {
    String scheme = uri.getScheme();
    boolean known = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "a URL begins with http:// or https:// and has a host, not " + uri);
    }
    headers.forEach(
        (name, value) -> {
          if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a header has a line break: " + name.strip());
          }
        });
    headers = Map.copyOf(headers);
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
  }

  /// What connections are kept by.
  String origin() {
    return (isSecure() ? "https://" : "http://") + uri.getHost() + ":" + port();
  }

  /// Whether sending it twice does what sending it once does: by its method (RFC 9110, section
  /// 9.2.2), or because it carries a key by which the server tells.
  boolean isRepeatable() {
    return REPEATABLE.contains(method) || headers.containsKey("Idempotency-Key");
  }
}
