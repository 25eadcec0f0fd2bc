package dev.weft.web.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The headers of a request, in the order they came. Names are compared without regard to case.
public final class HttpHeaders {

  private final List<String> namesAndValues;

  private HttpHeaders(List<String> namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /// Reads lines that end with CRLF each.
  ///
  /// @throws MalformedRequestException 400 for a line that is no header, 431 for too many
  static HttpHeaders parse(byte[] lines, int max) throws MalformedRequestException {
    List<String> read = new ArrayList<>(24);
    int at = 0;
    while (at < lines.length) {
      int end = at;
      while (lines[end] != '\n') {
        end++;
      }
      readLine(lines, at, end - 1, read);
      if (read.size() > 2 * max) {
        throw new MalformedRequestException(431, "the request has more than " + max + " headers");
      }
      at = end + 1;
    }
    return new HttpHeaders(read);
  }

  private static void readLine(byte[] bytes, int from, int to, List<String> into)
      throws MalformedRequestException {
    int colon = from;
    while (colon < to && Chars.isToken(bytes[colon])) {
      colon++;
    }
    if (colon == from || colon == to || bytes[colon] != ':') {
      throw MalformedRequestException.badRequest(
          "a header is NAME: VALUE on one line, without a blank in the name");
    }
    int begin = colon + 1;
    int end = to;
    while (begin < end && Chars.isBlank(bytes[begin])) {
      begin++;
    }
    while (end > begin && Chars.isBlank(bytes[end - 1])) {
      end--;
    }
    for (int i = begin; i < end; i++) {
      if (!Chars.isFieldValue(bytes[i] & 0xff)) {
        throw MalformedRequestException.badRequest("a header has a control character in its value");
      }
    }
    into.add(new String(bytes, from, colon - from, StandardCharsets.ISO_8859_1));
    into.add(new String(bytes, begin, end - begin, StandardCharsets.ISO_8859_1));
  }

  /// The value of the first header of that name.
  public @Nullable String first(String name) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        return namesAndValues.get(i + 1);
      }
    }
    return null;
  }

  /// [#first] for whoever prefers no null.
  public Optional<String> find(String name) {
    return Optional.ofNullable(first(name));
  }

  /// The values of all headers of that name, in order.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        values.add(namesAndValues.get(i + 1));
      }
    }
    return values;
  }

  /// Names and values of all headers, in order: each name and its value after it.
  public List<String> namesAndValues() {
    return List.copyOf(namesAndValues);
  }

  /// Whether one of the comma-separated values of that header is `token`.
  public boolean lists(String name, String token) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)
          && isListed(namesAndValues.get(i + 1).toLowerCase(Locale.ROOT), token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListed(String value, String token) {
    if (value.equals(token)) {
      return true;
    }
    for (String item : value.split(",", -1)) {
      if (item.strip().equals(token)) {
        return true;
      }
    }
    return false;
  }
}
