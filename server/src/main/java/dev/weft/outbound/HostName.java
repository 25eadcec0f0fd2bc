package dev.weft.outbound;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The host of a callback URL in one form only. The many spellings of an address (octal, hex, one
/// number, full-width digits, a trailing dot) are read here, once, the way sockets and browsers
/// read them; nothing behind this class sees them.
///
/// @param name lower case ASCII, without a trailing dot
/// @param literal the address, if the host is one and not a name
public record HostName(String name, @Nullable InetAddress literal) {

  private static final int MAX_LENGTH = 253;

  /// Letters, digits, dots and hyphens, and the underscore that container networks use.
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?");

  /// Whoever ends in a number is an address, or nothing (WHATWG URL).
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)");

  /// A zero before a number of the v4 part of a v6 address: some read it as octal, some do not.
  private static final Pattern OCTAL_PERHAPS = Pattern.compile(":0[0-9]+\\.|\\.0[0-9]");

  /// Empty if `host` can be neither a name nor an address.
  static Optional<HostName> parse(String host) {
    return host.startsWith("[") ? parse6(host) : parseName(host);
  }

  private static Optional<HostName> parse6(String host) {
    if (!host.endsWith("]") || host.indexOf('%') >= 0 || OCTAL_PERHAPS.matcher(host).find()) {
      return Optional.empty();
    }
    try {
      String text = host.substring(1, host.length() - 1).toLowerCase(Locale.ROOT);
      InetAddress address = Inet6Address.ofLiteral(text);
      // A v4-mapped address comes back as the v4 address it is.
      boolean mapped = address.getAddress().length == 4;
      return Optional.of(new HostName(mapped ? address.getHostAddress() : text, address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<HostName> parseName(String host) {
    String name = ascii(host);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.length() > MAX_LENGTH || name.contains("..") || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    if (!ENDS_IN_NUMBER.matcher(name).matches()) {
      return Optional.of(new HostName(name, null));
    }
    try {
      InetAddress address = Inet4Address.ofPosixLiteral(name);
      return Optional.of(new HostName(address.getHostAddress(), address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Dots and digits of other scripts become ours; a name in another script its `xn--` form.
  private static String ascii(String host) {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
