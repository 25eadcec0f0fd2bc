package dev.weft.idempotency;

import dev.weft.app.AppId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A call that carries an idempotency key. Keys of different apps and callers have nothing to do
/// with each other.
///
/// @param caller who calls, as one text
/// @param key 1 to [#MAX_KEY] visible ASCII characters
/// @param request a digest of all that the call asks for: another one is another request
public record KeyedCall(AppId app, String caller, String key, String request) {

  /// Enough for a UUID with a prefix; what is longer is a mistake.
  public static final int MAX_KEY = 255;

  /// The header is a string of RFC 8941, so in quotes (draft-ietf-httpapi-idempotency-key-header,
  /// section 2.1). Most clients leave them out.
  private static final Pattern HEADER = Pattern.compile("\"([!-~]{1,255})\"|([!-~&&[^\"]]{1,255})");

  /// The key in a header; empty if it is none.
  public static Optional<String> key(String header) {
    Matcher matcher = HEADER.matcher(header.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)));
  }
}
