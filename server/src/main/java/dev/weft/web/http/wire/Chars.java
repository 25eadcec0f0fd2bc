package dev.weft.web.http.wire;

/// Which bytes may stand where in the head of a request (RFC 9110, section 5.6; RFC 9112).
final class Chars {

  private static final boolean[] TOKEN = new boolean[128];

  static {
    String marks = "!#$%&'*+-.^_`|~";
    for (int c = 0; c < TOKEN.length; c++) {
      TOKEN[c] =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || marks.indexOf(c) >= 0;
    }
  }

  private Chars() {}

  /// A character of a token: of a method or the name of a header.
  static boolean isToken(int c) {
    return c >= 0 && c < TOKEN.length && TOKEN[c];
  }

  /// A byte of the value of a header: visible, blank, tab, or beyond ASCII.
  static boolean isFieldValue(int c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
