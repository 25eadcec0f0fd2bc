package dev.weft.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The token in the query of a WebSocket's URL: the second WebSocket of SDK 5 has one, the first of
/// any SDK has none. It is in no log.
final class QueryToken {

  private static final String NAME = "token=";

  private QueryToken() {}

  static Optional<String> of(String query) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(NAME)) {
        return decoded(part.substring(NAME.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.of("");
    }
  }
}
