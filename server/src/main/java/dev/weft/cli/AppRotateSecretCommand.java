package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft app rotate-secret`: another client secret, shown this once; app tokens are void.
@Command(
    name = "rotate-secret",
    description = {
      "Give an app another client secret and show it.",
      "",
      "App tokens that were issued before are void: here at once, on running servers within a"
          + " second. Tokens of users stay."
    },
    footer = {"", "Example:", "  weft app rotate-secret 'acme#chat'"},
    sortOptions = false)
final class AppRotateSecretCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "Name of the app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Credentials credentials;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      credentials = installation.apps().rotateSecret(app).orElseThrow(this::missing);
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

  private CommandFailedException missing() {
    return new CommandFailedException(
        "there is no app " + app + ": 'weft app list' shows those there are");
  }
}
