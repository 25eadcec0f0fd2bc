package dev.weft.app;

import java.util.Optional;
import java.util.regex.Pattern;

/// The vendor's name of an app: `{org}#{app}`.
public record AppKey(String org, String app) {

  /// The longest part we take. The vendor prints no limit; its own keys stay far below.
  public static final int MAX_PART = 64;

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]{1," + MAX_PART + "}");

  /// Reads `{org}#{app}`; empty if it is anything else.
  public static Optional<AppKey> parse(String text) {
    int hash = text.indexOf('#');
    if (hash < 0) {
      return Optional.empty();
    }
    String org = text.substring(0, hash);
    String app = text.substring(hash + 1);
    return PART.matcher(org).matches() && PART.matcher(app).matches()
        ? Optional.of(new AppKey(org, app))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return org + "#" + app;
  }
}
