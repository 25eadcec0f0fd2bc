package dev.weft.cli;

import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which installation a subcommand is about.
final class StoreOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data folder (weft-data).")
  private @Nullable String data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's settings, if it has some of its own.")
  private @Nullable Path config;

  Settings settings() {
    return SettingsLoader.load(
        Optional.ofNullable(config),
        System.getenv(),
        data == null ? Map.of() : Map.of("server.data", data));
  }

  boolean isGiven() {
    return data != null || config != null;
  }
}
