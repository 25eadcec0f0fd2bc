package dev.weft.web.http.wire;

/// Host and port, as they stand in a `Host` header (RFC 9110, section 7.2).
final class Authority {

  private static final String MARKS = "-._~%!$&'()*+,;=:[]";

  private Authority() {}

  /// Whether `text` can be a host with or without a port. User names and blanks cannot.
  static boolean isProper(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || Chars.isDigit(c);
      if (!letter && MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return hasProperPort(text);
  }

  private static boolean hasProperPort(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      return true;
    }
    if (!text.startsWith("[") && text.indexOf(':') != colon) {
      return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (!Chars.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
