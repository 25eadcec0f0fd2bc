package dev.weft.web.api;

import dev.weft.web.http.wire.HeaderValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Brings the text of a request into UTF-8, which JSON is written in (RFC 8259, section 8.1).
final class Charsets {

  private Charsets() {}

  /// `body` in UTF-8. Old clients say ISO-8859-1 whatever they send, mostly ASCII.
  ///
  /// @throws VendorException 415 if the content type names another charset
  static byte[] utf8(Optional<String> contentType, byte[] body) {
    String charset =
        contentType
            .flatMap(type -> HeaderValue.parse(type).parameter("charset"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .orElse("utf-8");
    return switch (charset) {
      case "utf-8", "utf8", "us-ascii", "" -> body;
      case "iso-8859-1" ->
          new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
      default -> throw Errors.unsupportedMediaType(contentType.orElse(""));
    };
  }
}
