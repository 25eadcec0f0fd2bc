package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.config.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft app create`: a new app, and its credentials, shown this once.
@Command(
    name = "create",
    description = {
      "Create an app and show its credentials.",
      "",
      "The secret is stored hashed: it cannot be shown again. A running server knows the app at"
          + " once."
    },
    footer = {
      "",
      "Example:",
      "  weft app create 'acme#chat'",
      "  weft app create 'acme#chat' --data /var/lib/weft"
    },
    sortOptions = false)
final class AppCreateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "Name of the app, in quotes: the vendor's app key.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @ArgGroup(exclusive = false)
  private @Nullable Chosen chosen;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  /// Credentials that the caller has chosen.
  private static final class Chosen {
    @Option(
        names = "--client-id",
        paramLabel = "ID",
        required = true,
        description = "Take this client id (random).")
    private @Nullable String clientId;

    @Option(
        names = "--client-secret",
        paramLabel = "SECRET",
        required = true,
        description = "Take this secret (random).")
    private @Nullable String clientSecret;

    Credentials credentials() {
      return new Credentials(String.valueOf(clientId), String.valueOf(clientSecret));
    }
  }

  /// A folder that somebody names may be new. The one that is meant when none is named must be
  /// there: else an app that is made in the wrong place would be missing in the right one.
  private Installation installation() {
    Settings settings = store.settings();
    return store.namesPlace()
        ? Installation.create(settings, Clock.systemUTC())
        : Installation.open(settings, Clock.systemUTC());
  }

  @Override
  public Integer call() {
    Credentials credentials = chosen == null ? Apps.randomCredentials() : chosen.credentials();
    try (Installation installation = installation()) {
      if (installation.apps().create(app, credentials).isEmpty()) {
        throw new CommandFailedException(
            "the app "
                + app
                + " exists already: take another name, or give this one new credentials with"
                + " 'weft serve --app'");
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.toString());
    json.put("client_id", credentials.clientId());
    json.put("client_secret", credentials.clientSecret());
    output.print(
        json,
        out ->
            Table.ofFields()
                .row("app", app.toString())
                .row("client id", credentials.clientId())
                .row("client secret", credentials.clientSecret())
                .print(out));
    return 0;
  }
}
