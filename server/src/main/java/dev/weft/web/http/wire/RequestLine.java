package dev.weft.web.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The first line of a request.
///
/// @param isHttp10 whether the client speaks HTTP/1.0; anything newer below 2 is read as HTTP/1.1
public record RequestLine(String method, Target target, boolean isHttp10) {

  /// The methods of RFC 9110, and PATCH (RFC 5789).
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE");

  private static final String NAME = "HTTP/";

  /// Reads a line without its end.
  static RequestLine parse(byte[] line) throws MalformedRequestException {
    int method = indexOfBlank(line, 0);
    int target = indexOfBlank(line, method + 1);
    if (method < 1 || target < method + 2 || indexOfBlank(line, target + 1) >= 0) {
      throw MalformedRequestException.badRequest(
          "a request line is METHOD TARGET HTTP/1.1, with one blank between them");
    }
    // The version first: who speaks another one may mean anything by the rest.
    boolean http10 = isHttp10(text(line, target + 1, line.length));
    String name = method(line, method);
    for (int i = method + 1; i < target; i++) {
      if (line[i] <= ' ' || line[i] == 0x7f || line[i] == '#') {
        throw MalformedRequestException.badRequest(
            "the target of the request has a character that must be percent-encoded");
      }
    }
    return new RequestLine(name, Target.parse(name, text(line, method + 1, target)), http10);
  }

  private static String method(byte[] line, int end) throws MalformedRequestException {
    for (int i = 0; i < end; i++) {
      if (!Chars.isToken(line[i]) || (line[i] >= 'a' && line[i] <= 'z')) {
        throw MalformedRequestException.badRequest("the method is written in capitals: GET, POST");
      }
    }
    String method = text(line, 0, end);
    if (!METHODS.contains(method)) {
      throw new MalformedRequestException(501, "there is no such method here");
    }
    return method;
  }

  private static boolean isHttp10(String version) throws MalformedRequestException {
    boolean proper =
        version.length() == NAME.length() + 3
            && version.startsWith(NAME)
            && Chars.isDigit(version.charAt(NAME.length()))
            && version.charAt(NAME.length() + 1) == '.'
            && Chars.isDigit(version.charAt(NAME.length() + 2));
    if (!proper) {
      throw MalformedRequestException.badRequest("a request line ends with HTTP/1.1 or HTTP/1.0");
    }
    if (version.charAt(NAME.length()) != '1') {
      throw new MalformedRequestException(505, "this server speaks HTTP/1.1 and HTTP/1.0");
    }
    return version.endsWith("0");
  }

  private static int indexOfBlank(byte[] line, int from) {
    for (int i = Math.max(0, from); i < line.length; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
