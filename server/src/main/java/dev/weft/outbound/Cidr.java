package dev.weft.outbound;

import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `fd00::/8`, or a single address.
public record Cidr(InetAddress network, int bits) {

  public Cidr {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no such prefix length: /" + bits);
    }
  }

  /// Reads a range.
  ///
  /// @throws IllegalArgumentException if `text` is not an address or `ADDRESS/BITS`
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int all = network.getAddress().length * 8;
      return new Cidr(network, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an address range: \"" + text + "\"; write it as 10.0.0.0/8 or fd00::/8", e);
    }
  }

  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (own[i] != other[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || (own[whole] ^ other[whole]) >> (8 - rest) << (8 - rest) << 24 == 0;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
