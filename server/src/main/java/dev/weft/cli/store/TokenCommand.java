package dev.weft.cli.store;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft token`: a token of a user, with which a client SDK logs in.
@Command(
    name = "token",
    description = {
      "Print a token of a registered user, for a client SDK.",
      "",
      "The vendor's SDKs and UI kits log in with it."
    },
    footer = {"", "Example:", "  weft token anna --app 'org#app'"},
    sortOptions = false)
public final class TokenCommand implements Callable<Integer> {

  @Parameters(paramLabel = "USER", description = "Name of the user.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private String user;

  @Option(
      names = "--app",
      paramLabel = "KEY",
      required = true,
      converter = AppKeys.class,
      description = "The app key, org#app.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long it holds (60).")
  private int days;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    String token;
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      token =
          installation
              .userToken(app, user, Duration.ofDays(days))
              .orElseThrow(
                  () ->
                      new CommandFailedException(
                          "there is no user %s in the app %s: register the user first"
                              .formatted(user, app)));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("user", user);
    json.put("token", token);
    output.print(json, out -> out.println(token));
    return 0;
  }
}
