package dev.weft.outbound;

import org.jspecify.annotations.Nullable;

/// What the fields of the head of an answer say about what follows.
final class HeadFields {

  long length = -1;
  boolean chunked;
  boolean otherCoding;
  boolean keepAlive;
  boolean contradictory;
  @Nullable String retryAfter;
  @Nullable String contentType;
  @Nullable String location;

  /// Null of an answer of which nobody asks.
  @Nullable AnswerFields kept;

  boolean isFramed() {
    return !contradictory && !otherCoding && !(chunked && length >= 0);
  }

  void take(String name, String value) {
    if (kept != null) {
      kept.add(name, value);
    }
    if (name.equalsIgnoreCase("Content-Length")) {
      long said = number(value);
      contradictory |= said < 0 || (length >= 0 && length != said);
      length = said;
    } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
      chunked |= value.equalsIgnoreCase("chunked");
      otherCoding |= !value.equalsIgnoreCase("chunked");
    } else if (name.equalsIgnoreCase("Connection")) {
      for (String option : value.split(",", 16)) {
        if (option.strip().equalsIgnoreCase("close")) {
          keepAlive = false;
        } else if (option.strip().equalsIgnoreCase("keep-alive")) {
          keepAlive = true;
        }
      }
    } else if (name.equalsIgnoreCase("Retry-After")) {
      retryAfter = value;
    } else if (name.equalsIgnoreCase("Content-Type")) {
      contentType = value;
    } else if (name.equalsIgnoreCase("Location")) {
      location = value;
    }
  }

  private static long number(String value) {
    boolean isNumber = !value.isEmpty() && value.length() <= 18;
    for (int i = 0; i < value.length() && isNumber; i++) {
      isNumber = isDigit(value.charAt(i));
    }
    return isNumber ? Long.parseLong(value) : -1;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
