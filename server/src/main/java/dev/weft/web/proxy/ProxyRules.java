package dev.weft.web.proxy;

import dev.weft.web.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells how a client reached this server: by what trusted proxies say of it, and never by what
/// anybody else does.
///
/// @param publicUrl what full URLs in answers begin with, without a slash at the end; empty for
///   what the client asked for
/// @param trusted whether what a peer of this address says is believed
/// @param header where it says so
/// @param tls whether clients speak TLS to this server
public record ProxyRules(
    Optional<String> publicUrl,
    Predicate<InetAddress> trusted,
    ForwardedHeader header,
    boolean tls) {

  /// No proxies and no public URL.
  public static final ProxyRules NONE =
      new ProxyRules(Optional.empty(), _ -> false, ForwardedHeader.X_FORWARDED_FOR, false);

  /// An authority that can stand in a URL: a name or an address, and perhaps a port.
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");

  /// The same for a server to which clients speak TLS.
  public ProxyRules withTls() {
    return new ProxyRules(publicUrl, trusted, header, true);
  }

  /// How the client of `request` reached this server.
  public Reached of(HttpRequest request) {
    InetSocketAddress peer = request.peer();
    @Nullable InetAddress nearest = peer.getAddress();
    String address = peer.getHostString();
    boolean secure = tls;
    String authority = request.authority();
    if (nearest != null && trusted.test(nearest)) {
      @Nullable Hop hop = clientsHop(hops(request));
      if (hop != null) {
        @Nullable InetAddress client = address(hop.client());
        address = client == null ? address : client.getHostAddress();
        secure = hop.proto() == null ? secure : hop.proto().equalsIgnoreCase("https");
        authority = isAuthority(hop.host()) ? String.valueOf(hop.host()) : authority;
      }
    }
    String used = (secure ? "https://" : "http://") + authority;
    return new Reached(address, secure, publicUrl.orElse(used));
  }

  private List<Hop> hops(HttpRequest request) {
    return switch (header) {
      case FORWARDED -> Hop.ofForwarded(request.headers().all("Forwarded"));
      case X_FORWARDED_FOR ->
          Hop.ofXForwarded(
              request.headers().all("X-Forwarded-For"),
              request.headers().all("X-Forwarded-Proto"),
              request.headers().all("X-Forwarded-Host"));
    };
  }

  /// The hop that tells of the client: from the nearest proxy on, the first one whose address is
  /// not that of a proxy. What stands before it, the client may have made up.
  private @Nullable Hop clientsHop(List<Hop> hops) {
    @Nullable Hop found = null;
    for (Hop hop : hops.reversed()) {
      @Nullable InetAddress client = address(hop.client());
      if (client == null) {
        return found == null ? hop : found;
      }
      found = hop;
      if (!trusted.test(client)) {
        return found;
      }
    }
    return found;
  }

  private static boolean isAuthority(@Nullable String text) {
    return text != null && AUTHORITY.matcher(text).matches();
  }

  /// The address in a hop; null if it is a name, or hidden. Names are never looked up.
  private static @Nullable InetAddress address(String text) {
    String literal = text;
    if (text.startsWith("[") && text.indexOf(']') > 0) {
      literal = text.substring(1, text.indexOf(']'));
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      literal = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
