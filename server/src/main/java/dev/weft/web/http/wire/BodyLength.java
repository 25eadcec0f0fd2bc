package dev.weft.web.http.wire;

import java.util.List;
import java.util.Locale;

/// How the end of a request's body is found (RFC 9112, section 6).
public sealed interface BodyLength {

  /// There is no body.
  record None() implements BodyLength {}

  /// The head says how long it is.
  record Known(long bytes) implements BodyLength {}

  /// Each chunk says how long it is.
  record Chunked() implements BodyLength {}

  BodyLength NONE = new None();
  BodyLength CHUNKED = new Chunked();

  /// Digits of a length that can be counted with.
  int MAX_DIGITS = 18;

  /// What the headers say. Whatever two readers could understand in two ways is refused: requests
  /// are smuggled past proxies by it.
  ///
  /// @throws MalformedRequestException 400, 413 for a length beyond counting, 501 for a transfer
  ///   coding that is not `chunked`
  static BodyLength of(HttpHeaders headers, boolean isHttp10) throws MalformedRequestException {
    List<String> codings = headers.all("Transfer-Encoding");
    List<String> lengths = headers.all("Content-Length");
    if (!codings.isEmpty()) {
      if (isHttp10) {
        throw MalformedRequestException.badRequest("HTTP/1.0 has no Transfer-Encoding");
      }
      if (!lengths.isEmpty()) {
        throw MalformedRequestException.badRequest(
            "a request has Transfer-Encoding or Content-Length, not both");
      }
      return chunked(String.join(",", codings).strip().toLowerCase(Locale.ROOT));
    }
    return lengths.isEmpty() ? NONE : known(lengths);
  }

  private static BodyLength chunked(String codings) throws MalformedRequestException {
    if (codings.equals("chunked")) {
      return CHUNKED;
    }
    if (codings.endsWith("chunked") && !codings.startsWith("chunked")) {
      throw new MalformedRequestException(501, "the one Transfer-Encoding taken is chunked");
    }
    throw MalformedRequestException.badRequest("the one Transfer-Encoding taken is chunked");
  }

  private static BodyLength known(List<String> lengths) throws MalformedRequestException {
    String length = lengths.getFirst();
    for (String other : lengths) {
      if (!other.equals(length)) {
        throw MalformedRequestException.badRequest("the request has two Content-Length");
      }
    }
    if (length.isEmpty() || !length.chars().allMatch(Chars::isDigit)) {
      throw MalformedRequestException.badRequest("Content-Length must be a whole number");
    }
    if (length.length() > MAX_DIGITS) {
      throw new MalformedRequestException(413, "Content-Length is too large");
    }
    long bytes = Long.parseLong(length);
    return bytes == 0 ? NONE : new Known(bytes);
  }
}
