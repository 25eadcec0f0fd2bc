package dev.weft;

/// The URL of an HTTP server, from an address as a person writes it.
final class HttpAddress {

  private HttpAddress() {}

  /// `http://[::1]:8080` for `::1` and 8080: an IPv6 address stands in brackets (RFC 3986, 3.2.2).
  ///
  /// @param host a name or an address; an IPv6 address with or without its brackets
  static String of(String host, int port) {
    boolean bare = host.contains(":") && !host.startsWith("[");
    return "http://" + (bare ? "[" + host + "]" : host) + ":" + port;
  }
}
