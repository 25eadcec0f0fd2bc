package dev.weft.trace;

import org.jspecify.annotations.Nullable;

/// Text from outside on its way into a log: on one line, without control characters, and short.
public final class LogText {

  private static final int MAX = 200;

  private LogText() {}

  /// `text` with everything that is not printable ASCII as `\\uXXXX`, cut off after 200 characters.
  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder safe = new StringBuilder(Math.min(text.length(), MAX) + 1);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (safe.length() >= MAX) {
        return safe.append("...").toString();
      }
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        safe.append("\\u%04x".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }
}
