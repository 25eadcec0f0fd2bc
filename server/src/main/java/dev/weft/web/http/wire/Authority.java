package dev.weft.web.http.wire;

/// Host and port, as they stand in a `Host` header (RFC 9110, section 7.2).
final class Authority {

  private static final String MARKS = "-._~%!$&'()*+,;=";

  private Authority() {}

  /// Whether `text` can be a host with or without a port. User names and blanks cannot.
  static boolean isProper(String text) {
    int end = text.startsWith("[") ? endOfAddress(text) : endOfName(text);
    return end >= 0 && isPort(text, end);
  }

  /// Where an IPv6 address in brackets ends; negative if it is none.
  private static int endOfAddress(String text) {
    int close = text.indexOf(']');
    for (int i = 1; i < close; i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return -1;
      }
    }
    return close < 2 ? -1 : close + 1;
  }

  private static int endOfName(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != ':') {
      char c = text.charAt(at);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || Chars.isDigit(c);
      if (!letter && MARKS.indexOf(c) < 0) {
        return -1;
      }
      at++;
    }
    return at;
  }

  private static boolean isPort(String text, int from) {
    if (from < text.length() && text.charAt(from) != ':') {
      return false;
    }
    for (int i = from + 1; i < text.length(); i++) {
      if (!Chars.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
