package dev.weft.web.multipart;

import dev.weft.web.api.Percent;
import dev.weft.web.http.wire.HeaderValue;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a part of a form says about itself.
public final class PartHeaders {

  private static final String ENCODED = "utf-8''";

  private final Map<String, String> headers;

  private PartHeaders(Map<String, String> headers) {
    this.headers = headers;
  }

  /// Reads lines of `name: value`. What is no header is left out.
  static PartHeaders parse(String text) {
    Map<String, String> headers = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                headers.putIfAbsent(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
              }
            });
    return new PartHeaders(headers);
  }

  /// The name of the field; empty if it has none.
  public String name() {
    return disposition().flatMap(value -> value.parameter("name")).orElse("");
  }

  /// What the sender calls the file. Some clients write the name once more, percent-encoded (RFC
  /// 5987), when it is not ASCII.
  public Optional<String> fileName() {
    return disposition()
        .flatMap(
            value ->
                value
                    .parameter("filename*")
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(ENCODED))
                    .map(name -> Percent.decode(name.substring(ENCODED.length())))
                    .or(() -> value.parameter("filename")));
  }

  public Optional<String> contentType() {
    return Optional.ofNullable(headers.get("content-type"));
  }

  private Optional<HeaderValue> disposition() {
    return Optional.ofNullable(headers.get("content-disposition")).map(HeaderValue::parse);
  }
}
