package dev.weft.cli.base;

import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which installation a subcommand is about.
public final class StoreOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data folder (weft-data).")
  private @Nullable String data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = {"The server's PostgreSQL, if it has one:", "jdbc:postgresql://HOST/NAME."})
  private @Nullable String database;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's settings, if it has some of its own.")
  private @Nullable Path config;

  public Settings settings() {
    Map<String, String> flags = new HashMap<>();
    Optional.ofNullable(data).ifPresent(value -> flags.put("server.data", value));
    Optional.ofNullable(database).ifPresent(value -> flags.put("store.database", value));
    return SettingsLoader.load(Optional.ofNullable(config), System.getenv(), flags);
  }

  boolean isGiven() {
    return data != null || database != null || config != null;
  }

  /// Whether a flag, the environment or a settings file says where the installation is.
  public boolean namesPlace() {
    return isGiven()
        || System.getenv().keySet().stream()
            .anyMatch(
                name ->
                    name.startsWith("WEFT_SERVER_DATA") || name.startsWith("WEFT_STORE_DATABASE"));
  }
}
