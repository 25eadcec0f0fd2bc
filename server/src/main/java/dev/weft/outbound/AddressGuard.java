package dev.weft.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps callbacks away from addresses that only we can reach: our own host, our network, the
/// metadata service of our cloud. Asked when a rule is made, so that its owner learns of it, and
/// again about every address that is really connected, because a name can change its mind.
public final class AddressGuard {

  /// How long making a rule waits for a name server.
  private static final Duration CHECK_WITHIN = Duration.ofSeconds(5);

  private final List<Cidr> allowed;
  private final Resolver resolver;
  private final Predicate<CallbackUrl> own;

  /// Permits what is public, and `allowed`.
  ///
  /// @param allowed ranges that callbacks may reach although they are reserved
  public AddressGuard(List<Cidr> allowed, Resolver resolver) {
    this(allowed, resolver, _ -> false);
  }

  /// The same, and single URLs of our own.
  ///
  /// @param own whether callbacks may reach exactly this URL, whose host is an address, although
  ///   they may not reach its address
  public AddressGuard(List<Cidr> allowed, Resolver resolver, Predicate<CallbackUrl> own) {
    this.allowed = List.copyOf(allowed);
    this.resolver = resolver;
    this.own = own;
  }

  /// Whether this URL is permitted for itself, and nothing else on its host with it.
  boolean isOwn(CallbackUrl url) {
    return url.host().literal() != null && own.test(url);
  }

  /// Whether a rule may have this URL. A name that is unknown today is permitted: it may be known
  /// tomorrow, and then it is asked about again.
  public AddressCheck check(URI url) {
    return switch (CallbackUrl.parse(url)) {
      case CallbackUrl.Parsed.Refused(String reason) -> new AddressCheck.Refused(reason);
      case CallbackUrl.Parsed.Url(CallbackUrl parsed) when isOwn(parsed) ->
          new AddressCheck.Permitted();
      case CallbackUrl.Parsed.Url(CallbackUrl parsed) -> {
        AddressCheck check = check(parsed);
        yield check instanceof AddressCheck.Permitted ? checkSpelling(url, parsed.host()) : check;
      }
    };
  }

  /// An address in one of its odd spellings (octal, hex, one number) is a typing error or worse.
  private static AddressCheck checkSpelling(URI url, HostName host) {
    String authority = String.valueOf(url.getRawAuthority());
    boolean isOdd =
        host.literal() instanceof Inet4Address
            && !authority.startsWith("[")
            && !authority.equals(host.name())
            && !authority.startsWith(host.name() + ":");
    return isOdd
        ? new AddressCheck.Refused("write the address of the host as " + host.name())
        : new AddressCheck.Permitted();
  }

  private AddressCheck check(CallbackUrl url) {
    try {
      resolve(url.host(), CHECK_WITHIN);
      return new AddressCheck.Permitted();
    } catch (ForbiddenAddressException e) {
      return new AddressCheck.Refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return new AddressCheck.Permitted();
    }
  }

  /// The addresses of a host, if callbacks may reach all of them.
  public List<InetAddress> resolve(HostName host, Duration within)
      throws UnknownHostException, ForbiddenAddressException {
    return resolve(host, within, null);
  }

  /// The addresses that a request to `url` may connect to, looked up on somebody's account.
  List<InetAddress> addresses(CallbackUrl url, Duration within, @Nullable LookUpShare share)
      throws UnknownHostException, ForbiddenAddressException {
    @Nullable InetAddress literal = url.host().literal();
    return literal != null && isOwn(url) ? List.of(literal) : resolve(url.host(), within, share);
  }

  /// Asked once more about every address that is really connected.
  void permit(CallbackUrl url, InetAddress address) throws ForbiddenAddressException {
    if (!isOwn(url)) {
      permit(url.host(), address);
    }
  }

  /// The same, looked up on somebody's account.
  List<InetAddress> resolve(HostName host, Duration within, @Nullable LookUpShare share)
      throws UnknownHostException, ForbiddenAddressException {
    @Nullable InetAddress literal = host.literal();
    List<InetAddress> addresses =
        literal != null ? List.of(literal) : resolver.resolve(host.name(), within, share);
    for (InetAddress address : addresses) {
      permit(host, address);
    }
    return addresses;
  }

  /// Does nothing if callbacks may reach `address`.
  public void permit(HostName host, InetAddress address) throws ForbiddenAddressException {
    Optional<String> reserved = ReservedAddresses.what(address);
    if (reserved.isPresent() && allowed.stream().noneMatch(range -> range.contains(address))) {
      String text = address.getHostAddress();
      String leads =
          host.literal() == null ? host.name() + " leads to " + text + ", " : host.name() + " is ";
      throw new ForbiddenAddressException(
          leads
              + reserved.get()
              + ", which callbacks must not reach; if they should, start the server with"
              + " --callback-allow "
              + new Cidr(address, address.getAddress().length * 8));
    }
  }
}
