package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.AgoraApp;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import dev.weft.app.Credentials;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import dev.weft.config.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "  weft app create 'acme#chat' --data /var/lib/weft",
      "  weft app create 'acme#chat' --app-id --json"
    },
    sortOptions = false)
final class AppCreateCommand implements Callable<Integer> {

  /// Paths begin so where an app is called by its id in Agora's realm.
  private static final String RESERVED = "app-id";

  @Parameters(
      paramLabel = "ORG#APP",
      description = "Name of the app, in quotes: the vendor's app key.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @ArgGroup(exclusive = false)
  private @Nullable Chosen chosen;

  @Option(
      names = "--app-id",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "ID",
      description = "Put the app into Agora's realm under this id of 32 hex digits (random).")
  private @Nullable String appId;

  @Option(
      names = "--app-certificate",
      paramLabel = "CERT",
      description = "The certificate that signs its tokens, 32 hex digits (random).")
  private @Nullable String certificate;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

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

  private @Nullable AgoraApp agora() {
    if (appId == null && certificate == null) {
      return null;
    }
    String id = appId == null || appId.isEmpty() ? AgoraApp.random() : appId;
    AgoraApp agora = new AgoraApp(id, certificate == null ? AgoraApp.random() : certificate);
    if (!AgoraApp.isLegal(agora.id()) || !AgoraApp.isLegal(agora.certificate())) {
      throw new ParameterException(
          spec.commandLine(), "--app-id and --app-certificate have 32 hexadecimal digits each");
    }
    return agora;
  }

  @Override
  public Integer call() {
    if (app.org().equals(RESERVED)) {
      throw new ParameterException(
          spec.commandLine(), "no organization may be called \"" + RESERVED + "\"");
    }
    Credentials credentials = chosen == null ? Apps.randomCredentials() : chosen.credentials();
    AgoraApp agora = agora();
    try (Installation installation = installation()) {
      if (installation.apps().create(app, credentials, agora).isEmpty()) {
        throw new CommandFailedException(
            "the app "
                + app
                + " exists already, or another one has its id: take another name, or give this one"
                + " a new secret with 'weft app rotate-secret'");
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.toString());
    json.put("client_id", credentials.clientId());
    json.put("client_secret", credentials.clientSecret());
    if (agora != null) {
      json.put("app_id", agora.id());
      json.put("app_certificate", agora.certificate());
    }
    output.print(
        json,
        out -> {
          Table table =
              Table.ofFields()
                  .row("app", app.toString())
                  .row("client id", credentials.clientId())
                  .row("client secret", credentials.clientSecret());
          if (agora != null) {
            table = table.row("app id", agora.id()).row("app certificate", agora.certificate());
          }
          table.print(out);
        });
    return 0;
  }
}
