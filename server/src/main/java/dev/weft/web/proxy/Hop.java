package dev.weft.web.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one proxy says of whoever called it.
///
/// @param client the address, as it stands there: with a port, in brackets, or a name in place of
///   one
/// @param proto `http` or `https`; null if it does not say
/// @param host the authority that was asked for; null if it does not say
record Hop(String client, @Nullable String proto, @Nullable String host) {

  /// Hops that are looked at, from the nearest one: far more than there are proxies in a row.
  private static final int MOST = 32;

  /// The hops of `X-Forwarded-For`, the nearest proxy's last. The other two headers have one value
  /// for each hop, or one in all.
  static List<Hop> ofXForwarded(List<String> clients, List<String> protos, List<String> hosts) {
    List<String> names = items(clients);
    List<String> schemes = items(protos);
    List<String> authorities = items(hosts);
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int fromEnd = names.size() - 1 - i;
      hops.add(new Hop(names.get(i), at(schemes, fromEnd), at(authorities, fromEnd)));
    }
    return last(hops);
  }

  private static List<String> items(List<String> headers) {
    List<String> items = new ArrayList<>();
    for (String header : headers) {
      for (String item : header.split(",", -1)) {
        items.add(item.strip());
      }
    }
    return items;
  }

  /// The item for a hop, counted from the end; the first one for hops that have none of their own.
  private static @Nullable String at(List<String> items, int fromEnd) {
    return items.isEmpty() ? null : items.get(Math.max(0, items.size() - 1 - fromEnd));
  }

  /// The hops of `Forwarded`: elements separated by commas, pairs by semicolons, values in quotes
  /// or not (RFC 7239, section 4).
  static List<Hop> ofForwarded(List<String> headers) {
    List<Hop> hops = new ArrayList<>();
    for (String element : split(String.join(",", headers), ',')) {
      @Nullable String client = null;
      @Nullable String proto = null;
      @Nullable String host = null;
      for (String pair : split(element, ';')) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String value = unquoted(pair.substring(equals + 1).strip());
          switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
            case "for" -> client = value;
            case "proto" -> proto = value;
            case "host" -> host = value;
            default -> {}
          }
        }
      }
      hops.add(new Hop(client == null ? "unknown" : client, proto, host));
    }
    return last(hops);
  }

  /// Splits outside of quotes.
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(Math.min(from, text.length())).strip());
    parts.removeIf(String::isEmpty);
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  private static List<Hop> last(List<Hop> hops) {
    return hops.subList(Math.max(0, hops.size() - MOST), hops.size());
  }
}
