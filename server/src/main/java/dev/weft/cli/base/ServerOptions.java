package dev.weft.cli.base;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.Environment;
import dev.weft.config.Settings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which server a subcommand talks to, and as whom: the one of a data folder, with a token made
/// from the key in its store, or any other with client credentials.
public final class ServerOptions {

  /// A command is over long before.
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  @Option(
      names = {"--server", "--url"},
      paramLabel = "URL",
      description = "The Weft server (WEFT_URL), with the credentials below.")
  private @Nullable String url;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "The app's client id (WEFT_CLIENT_ID).")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret",
      paramLabel = "SECRET",
      description = {
        "The app's client secret. Other users can read the command line: better",
        "give WEFT_CLIENT_SECRET, or a file in WEFT_CLIENT_SECRET_FILE."
      })
  private @Nullable String clientSecret;

  @Mixin private final StoreOptions store = new StoreOptions();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  /// The API of the server, as the app.
  ///
  /// @throws CommandFailedException if no server runs there
  public ServerApi connect(AppKey app) {
    Optional<String> address = given(url, "WEFT_URL");
    if (address.isEmpty() || (url == null && store.isGiven())) {
      return connectThroughDataFolder(app);
    }
    Optional<String> id = given(clientId, "WEFT_CLIENT_ID");
    Optional<String> secret = given(clientSecret, "WEFT_CLIENT_SECRET");
    if (id.isEmpty() || secret.isEmpty()) {
      throw wrong("--server needs --client-id and --client-secret beside it");
    }
    return ServerApi.withCredentials(
        server(address.get()), app, new Credentials(id.get(), secret.get()));
  }

  /// The API of the server, as an operator.
  ///
  /// @param app through which the calls go
  /// @param token of an operator; not needed beside the data folder
  /// @throws CommandFailedException if no server runs there
  public ServerApi connectAsOperator(AppKey app, @Nullable String token) {
    Optional<String> address = given(url, "WEFT_URL");
    if (address.isEmpty() || (url == null && store.isGiven())) {
      Settings settings = store.settings();
      URI server = runningIn(settings, Installation.managementUrl(settings));
      try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
        return ServerApi.withToken(server, app, installation.operatorToken(TOKEN_LIFE));
      }
    }
    String operator =
        given(token, "WEFT_OPERATOR_TOKEN")
            .orElseThrow(
                () ->
                    wrong(
                        "--server needs --operator-token beside it: 'weft operator add NAME' makes"
                            + " one"));
    return ServerApi.withToken(server(address.get()), app, operator);
  }

  /// Where the server of a data folder is reached.
  ///
  /// @throws CommandFailedException if none runs
  public static URI runningIn(Settings settings) {
    return runningIn(settings, Installation.serverUrl(settings));
  }

  private static URI runningIn(Settings settings, Optional<URI> announced) {
    return announced.orElseThrow(
        () ->
            new CommandFailedException(
                "no server runs in the data folder "
                    + settings.server().data()
                    + ": start one with 'weft serve', give --data the folder of yours, or"
                    + " --server its address"));
  }

  private ServerApi connectThroughDataFolder(AppKey app) {
    Settings settings = store.settings();
    URI server = runningIn(settings);
    try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
      String token =
          installation
              .tokenFor(app, TOKEN_LIFE)
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          "there is no app " + app + ": 'weft app create " + app + "' makes it"));
      return ServerApi.withToken(server, app, token);
    }
  }

  private URI server(String address) {
    try {
      URI server = URI.create(address.replaceAll("/+$", ""));
      boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
      if (http && server.getHost() != null && server.getPort() <= 65_535) {
        return server;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with the other ways to get it wrong.
    }
    throw wrong("\"" + address + "\" is not the address of a server: http://HOST:PORT");
  }

  private static Optional<String> given(@Nullable String flag, String variable) {
    return Optional.ofNullable(flag).or(() -> new Environment(System.getenv()).value(variable));
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
