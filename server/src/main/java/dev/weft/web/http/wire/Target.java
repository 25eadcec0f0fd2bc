package dev.weft.web.http.wire;

import java.util.Locale;
import java.util.Optional;

/// The target of a request (RFC 9112, section 3.2), in whichever form it came.
///
/// @param path still percent-encoded; begins with a slash, or is `*` for the server as a whole
/// @param query still percent-encoded, without the question mark; empty if there is none
/// @param authority host and port, if the target is an absolute URL, as a proxy sends it
public record Target(String path, String query, Optional<String> authority) {

  static Target parse(String method, String text) throws MalformedRequestException {
    if (text.startsWith("/")) {
      return of(text, 0, Optional.empty());
    }
    if (text.equals("*")) {
      if (!method.equals("OPTIONS")) {
        throw bad("the target * is for OPTIONS alone");
      }
      return new Target("*", "", Optional.empty());
    }
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      throw bad("the target of the request must be a path or an absolute URL");
    }
    String name = text.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      throw bad("the target of the request must be an http or https URL");
    }
    int begin = scheme + 3;
    int end = begin;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    String authority = text.substring(begin, end);
    if (authority.isEmpty() || !Authority.isProper(authority)) {
      throw bad("the target of the request must name a host");
    }
    return of(text, end, Optional.of(authority));
  }

  private static Target of(String text, int from, Optional<String> authority) {
    int question = text.indexOf('?', from);
    String path = text.substring(from, question < 0 ? text.length() : question);
    return new Target(
        path.isEmpty() ? "/" : path, question < 0 ? "" : text.substring(question + 1), authority);
  }

  private static MalformedRequestException bad(String sentence) {
    return MalformedRequestException.badRequest(sentence);
  }

  /// Whether this asks about the server as a whole, as `OPTIONS *` does.
  public boolean isServer() {
    return path.equals("*");
  }
}
