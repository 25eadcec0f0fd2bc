package dev.weft.web.proxy;

import java.util.Locale;
import java.util.Optional;

/// The header in which trusted proxies tell of the client. One alone is read: a proxy sets its own
/// and passes the other on as the client has made it up.
public enum ForwardedHeader {
  /// `X-Forwarded-For`, with `X-Forwarded-Proto` and `X-Forwarded-Host` beside it.
  X_FORWARDED_FOR,
  /// `Forwarded` (RFC 7239).
  FORWARDED;

  /// The header of this name, whatever its case; empty if it is neither.
  public static Optional<ForwardedHeader> of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x-forwarded-for" -> Optional.of(X_FORWARDED_FOR);
      case "forwarded" -> Optional.of(FORWARDED);
      default -> Optional.empty();
    };
  }
}
