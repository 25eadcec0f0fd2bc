package dev.weft.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// URLs of this very server that callbacks may reach although it is on loopback: those of one form,
/// once it is known where the server listens. A URL is compared as a whole, so that nothing else on
/// the server is opened with it.
public final class OwnUrls implements Predicate<CallbackUrl> {

  private final String path;
  private final Pattern name;
  private volatile @Nullable URI server;

  /// @param path what the path of each begins with
  /// @param name what the rest of it must be; no query follows
  public OwnUrls(String path, Pattern name) {
    this.path = path;
    this.name = name;
  }

  /// They may be reached from here on.
  ///
  /// @param url where this machine reaches the server: scheme, address and port
  public void open(URI url) {
    server = url;
  }

  /// Where this machine reaches the server; empty while they may not be reached.
  public Optional<URI> server() {
    return Optional.ofNullable(server);
  }

  @Override
  public boolean test(CallbackUrl url) {
    @Nullable URI own = server;
    @Nullable InetAddress address = url.host().literal();
    return own != null
        && address != null
        && address.isLoopbackAddress()
        && url.scheme().equals(own.getScheme())
        && url.port() == own.getPort()
        && url.authority().equals(own.getRawAuthority())
        && url.target().startsWith(path)
        && name.matcher(url.target().substring(path.length())).matches();
  }
}
