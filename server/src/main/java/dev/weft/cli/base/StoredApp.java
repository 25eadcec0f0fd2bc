package dev.weft.cli.base;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.Apps;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// An app in the store of an installation, for commands that change it there.
public final class StoredApp {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "Name of the app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Mixin private final StoreOptions store = new StoreOptions();

  public AppKey key() {
    return app;
  }

  /// Changes the app, and answers what came of it.
  ///
  /// @param change answers nothing if there is no such app
  /// @throws CommandFailedException if there is no such app
  public <T> T change(BiFunction<Apps, AppKey, Optional<T>> change) {
    try (Installation installation = Installation.open(store.settings(), Clock.systemUTC())) {
      return change
          .apply(installation.apps(), app)
          .orElseThrow(
              () ->
                  new CommandFailedException(
                      "there is no app " + app + ": 'weft app list' shows those there are"));
    }
  }
}
