package dev.weft.outbound;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A URL that a callback can be sent to, taken apart.
///
/// @param authority host and port as they stand in the URL, for the header `Host`
/// @param target path and query, percent-encoded
public record CallbackUrl(String scheme, HostName host, int port, String authority, String target) {

  private static final int MAX_PORT = 65_535;

  public boolean isSecure() {
    return scheme.equals("https");
  }

  /// Where a connection leads to: the same for every path.
  record Place(String scheme, String host, int port) {}

  public Place place() {
    return new Place(scheme, host.name(), port);
  }

  /// Empty, with the reason in `refused`, if callbacks cannot be sent to `uri`.
  public sealed interface Parsed {
    record Url(CallbackUrl url) implements Parsed {}

    record Refused(String reason) implements Parsed {}
  }

  public static Parsed parse(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return new Parsed.Refused("a callback URL begins with http:// or https://");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (authority.indexOf('@') >= 0) {
      return new Parsed.Refused("a callback URL has no user name or password in it");
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    Optional<Integer> port =
        hasPort ? port(authority.substring(colon + 1), scheme) : Optional.of(defaultPort(scheme));
    String hostText = hasPort ? authority.substring(0, colon) : authority;
    Optional<HostName> host = HostName.parse(hostText);
    if (host.isEmpty() || port.isEmpty()) {
      return new Parsed.Refused(
          "\"" + authority + "\" is not a host that callbacks can be sent to");
    }
    return new Parsed.Url(
        new CallbackUrl(
            scheme,
            host.get(),
            port.get(),
            authority(hostText, host.get(), hasPort ? authority.substring(colon) : ""),
            target(uri)));
  }

  /// What `Host` has to say is what the URL says (RFC 9112, section 3.2), in ASCII.
  private static String authority(String text, HostName host, String port) {
    String name = text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? text : host.name();
    return port.equals(":") ? name : name + port;
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static Optional<Integer> port(String text, String scheme) {
    if (text.isEmpty()) {
      return Optional.of(defaultPort(scheme));
    }
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port == 0 || port > MAX_PORT ? Optional.empty() : Optional.of(port);
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return encoded(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  /// What is not ASCII, as the percent-encoded bytes of its UTF-8 (RFC 3986, section 2.5).
  private static String encoded(String target) {
    if (target.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return target;
    }
    StringBuilder encoded = new StringBuilder(target.length() + 32);
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f) {
        encoded.append((char) b);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}
