package dev.weft.web.http.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A header value with parameters: `form-data; name="file"; filename="a.png"`.
///
/// Read as leniently as browsers write: values quoted or bare, a backslash before a quote takes its
/// meaning away, any other backslash is itself (old browsers send whole Windows paths).
public final class HeaderValue {

  private final String value;
  private final Map<String, String> parameters;

  private HeaderValue(String value, Map<String, String> parameters) {
    this.value = value;
    this.parameters = parameters;
  }

  public static HeaderValue parse(String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0) {
      return new HeaderValue(text.strip(), Map.of());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int at = semicolon + 1;
    while (at < text.length()) {
      int equals = text.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
      StringBuilder parameter = new StringBuilder();
      at = readParameter(text, equals + 1, parameter) + 1;
      parameters.putIfAbsent(name, parameter.toString().strip());
    }
    return new HeaderValue(text.substring(0, semicolon).strip(), parameters);
  }

  /// Reads one parameter and answers where it ends: at a semicolon outside quotes.
  private static int readParameter(String text, int from, StringBuilder into) {
    boolean quoted = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        into.append('"');
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        return at;
      } else {
        into.append(c);
      }
    }
    return text.length();
  }

  /// Whether the value before the parameters is `wanted`.
  public boolean is(String wanted) {
    return value.equalsIgnoreCase(wanted);
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
