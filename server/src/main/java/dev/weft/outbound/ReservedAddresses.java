package dev.weft.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The addresses that are not a public host: everything the IANA registries of special purpose
/// addresses set aside, what clouds use for metadata, and every IPv6 form that carries one of them.
final class ReservedAddresses {

  private record Range(Cidr cidr, String what) {}

  private static final List<Range> V4 =
      List.of(
          range("0.0.0.0/8", "an unspecified address"),
          range("10.0.0.0/8", "a private address"),
          range("100.64.0.0/10", "a carrier-grade NAT address"),
          range("127.0.0.0/8", "a loopback address"),
          range("168.63.129.16/32", "a cloud metadata address"),
          range("169.254.169.254/32", "a cloud metadata address"),
          range("169.254.0.0/16", "a link-local address"),
          range("172.16.0.0/12", "a private address"),
          range("192.0.0.0/24", "a reserved address"),
          range("192.0.2.0/24", "a documentation address"),
          range("192.31.196.0/24", "a reserved address"),
          range("192.52.193.0/24", "a reserved address"),
          range("192.88.99.0/24", "a 6to4 relay address"),
          range("192.168.0.0/16", "a private address"),
          range("192.175.48.0/24", "a reserved address"),
          range("198.18.0.0/15", "a benchmarking address"),
          range("198.51.100.0/24", "a documentation address"),
          range("203.0.113.0/24", "a documentation address"),
          range("224.0.0.0/4", "a multicast address"),
          range("255.255.255.255/32", "the broadcast address"),
          range("240.0.0.0/4", "a reserved address"));

  private static final List<Range> V6 =
      List.of(
          range("::/128", "the unspecified address"),
          range("::1/128", "the loopback address"),
          range("fd00:ec2::254/128", "a cloud metadata address"),
          range("fd20:ce::254/128", "a cloud metadata address"),
          range("64:ff9b:1::/48", "a local NAT64 address"),
          range("100::/64", "a discard address"),
          range("2001::/32", "a Teredo address"),
          range("2001:db8::/32", "a documentation address"),
          range("2001::/23", "a reserved address"),
          range("2620:4f:8000::/48", "a reserved address"),
          range("3fff::/20", "a documentation address"),
          range("5f00::/16", "a segment routing address"),
          range("fc00::/7", "a unique local address"),
          range("fe80::/10", "a link-local address"),
          range("fec0::/10", "a site-local address"),
          range("ff00::/8", "a multicast address"));

  private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");
  private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");

  /// The interface id of ISATAP is 0000:5efe or 0200:5efe and a v4 address.
  private static final byte[] ISATAP = {0, 0, 0x5e, (byte) 0xfe};

  private ReservedAddresses() {}

  private static Range range(String cidr, String what) {
    return new Range(Cidr.parse(cidr), what);
  }

  /// What kind of reserved address this is; empty if it is a public one.
  static Optional<String> what(InetAddress address) {
    return address instanceof Inet6Address v6 ? what6(v6) : in(V4, address);
  }

  private static Optional<String> what6(Inet6Address address) {
    byte[] bytes = address.getAddress();
    if (NAT64.contains(address)) {
      return embedded(bytes, 12, "in a NAT64 address");
    }
    if (SIX_TO_FOUR.contains(address)) {
      return embedded(bytes, 2, "in a 6to4 address");
    }
    Optional<String> reserved = in(V6, address);
    if (reserved.isPresent()) {
      return reserved;
    }
    if (!GLOBAL_UNICAST.contains(address)) {
      return Optional.of("a reserved address");
    }
    byte[] marker = {(byte) (bytes[8] & ~2), bytes[9], bytes[10], bytes[11]};
    return Arrays.equals(marker, ISATAP)
        ? embedded(bytes, 12, "in an ISATAP address")
        : Optional.empty();
  }

  private static Optional<String> embedded(byte[] bytes, int from, String where) {
    try {
      InetAddress v4 = InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
      return what(v4).map(what -> what + " (" + v4.getHostAddress() + ") " + where);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static Optional<String> in(List<Range> ranges, InetAddress address) {
    return ranges.stream()
        .filter(range -> range.cidr().contains(address))
        .map(Range::what)
        .findFirst();
  }
}
