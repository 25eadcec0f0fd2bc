package dev.weft;

import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.app.operator.Operators;
import dev.weft.config.Settings;
import dev.weft.web.HttpApi;
import dev.weft.web.operator.OperatorDoor;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Facade of one Weft server. What it is made of, from the ground up, is in [Storeys].
public final class Server implements AutoCloseable {

  private final ListenAddress address;
  private final Opened opened = new Opened();
  private final Optional<String> publicUrl;
  private final Storeys storeys;

  /// Opens the store and all that stands on it. Nothing is listened on before [#start].
  ///
  /// @throws dev.weft.config.BadSettingException if a setting cannot be used; the message says why
  public Server(Settings settings, Clock clock) {
    this(settings, clock, storey -> {});
  }

  /// @param opening is called with the name of each storey before it is opened
  Server(Settings settings, Clock clock, Consumer<String> opening) {
    address = new ListenAddress(settings.server().host(), settings.server().port());
    Descriptors.require();
    address.check();
    Configured.management(settings).ifPresent(ListenAddress::check);
    Configured.tls(settings).ifPresent(ListenAddress::check);
    publicUrl = Configured.publicUrl(settings);
    try {
      storeys = new Storeys(settings, clock, address, opening, opened);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /// Makes sure that an app exists with these credentials.
  public void ensureApp(AppKey key, Credentials credentials) {
    storeys.base().apps().ensure(key, credentials);
  }

  /// Accepts requests from here on.
  ///
  /// @throws dev.weft.config.BadSettingException if the address was taken in the meantime
  public void start() {
    storeys.start();
  }

  /// To be called by whoever has moved the clock that this server was made with.
  public void clockMoved() {
    storeys.delivery().dispatcher().clockMoved();
  }

  /// The port of the HTTP API.
  public int port() {
    return storeys.http().port();
  }

  /// Connections of the HTTP API that are open.
  public int connections() {
    return storeys.http().connections();
  }

  /// The port that operators are answered on; the same one unless a setting says otherwise.
  public int managementPort() {
    return storeys.http().managementPort();
  }

  /// Where the HTTP API listens, as a URL: `http://[::]:8080` for one, if it listens everywhere.
  public String listensOn() {
    return HttpAddress.of(address.host(), storeys.http().port());
  }

  /// The port for clients that speak TLS; -1 for none.
  public int tlsPort() {
    return storeys.http().tlsPort();
  }

  /// What full URLs in answers begin with; where this machine reaches the HTTP API, if nothing is
  /// set.
  public URI publicUrl() {
    return publicUrl.map(URI::create).orElseGet(this::url);
  }

  /// Where the vendor's client SDKs connect: below the public URL, or as this machine reaches it.
  public URI clients() {
    if (publicUrl.isPresent()) {
      return URI.create(publicUrl.get().replaceFirst("^http", "ws") + "/ws");
    }
    int own = storeys.gateway().address().getPort();
    boolean secure = own != 0 && tlsPort() >= 0;
    return URI.create(
        (secure ? "wss://" : "ws://") + url().getHost() + ":" + (own == 0 ? port() : own) + "/ws");
  }

  /// How this machine reaches the HTTP API.
  public URI url() {
    return storeys.url();
  }

  /// Where the console is: below the public URL, or on the management port if there is one; empty
  /// if it was not built into this program.
  public Optional<URI> console() {
    boolean apart = !storeys.managementUrl().equals(url());
    return OperatorDoor.leftOut().isPresent()
        ? Optional.empty()
        : Optional.of(URI.create((apart ? storeys.managementUrl() : publicUrl()) + "/console/"));
  }

  /// The operators of this installation.
  public Operators operators() {
    return storeys.base().operators();
  }

  /// Every route for operators, as [OperatorDoor#routes] writes them.
  public List<String> operatorRoutes() {
    return storeys.http().operatorRoutes();
  }

  /// Every route of the HTTP API, as [HttpApi#routes] writes them.
  public List<String> routes() {
    return storeys.http().routes();
  }

  /// Every route that looks at an idempotency key.
  public List<String> routesWithKey() {
    return storeys.http().routesWithKey();
  }

  /// Stops taking requests, then closes the store. What was answered is durable. Closing twice does
  /// nothing more.
  @Override
  public void close() {
    storeys.readiness().end();
    opened.close();
  }
}
