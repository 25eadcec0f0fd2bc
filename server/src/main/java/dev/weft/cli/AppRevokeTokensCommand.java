package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.app.App;
import dev.weft.app.AppKey;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft app revoke-tokens`: app tokens that were issued before are void.
@Command(
    name = "revoke-tokens",
    description = {
      "Void every app token that was issued until now.",
      "",
      "Running servers know within a second. The client secret stays, and gets new tokens."
    },
    footer = {"", "Example:", "  weft app revoke-tokens 'acme#chat'"},
    sortOptions = false)
final class AppRevokeTokensCommand implements Callable<Integer> {

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
    App changed;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      changed = installation.apps().revokeTokens(app).orElseThrow(this::missing);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.toString());
    json.put("generation", changed.generation());
    output.print(json, out -> out.println("the app tokens of " + app + " are void"));
    return 0;
  }

  private CommandFailedException missing() {
    return new CommandFailedException(
        "there is no app " + app + ": 'weft app list' shows those there are");
  }
}
