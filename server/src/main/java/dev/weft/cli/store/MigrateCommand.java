package dev.weft.cli.store;

import dev.weft.Move;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.Table;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft migrate`: from the file in a data folder to PostgreSQL.
@Command(
    name = "migrate",
    description = "Move a stopped server from its data folder to an empty PostgreSQL database.",
    footer = {
      "",
      "Example:",
      "  weft migrate --from weft-data --to jdbc:postgresql://localhost/weft",
      "  weft serve --data weft-data --database jdbc:postgresql://localhost/weft",
      "",
      "Nothing in the folder is changed. Keep it: uploaded files stay there."
    },
    sortOptions = false)
public final class MigrateCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The server's data folder.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The database: jdbc:postgresql://HOST/NAME.")
  private String to = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings with store.user and store.password.")
  private @Nullable Path config;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    Settings settings =
        SettingsLoader.load(
            Optional.ofNullable(config),
            System.getenv(),
            Map.of("server.data", from, "store.database", to));
    Map<String, Long> counts = Move.run(settings);
    Table table = Table.of("TABLE", "ROWS");
    counts.forEach((name, rows) -> table.row(name, Long.toString(rows)));
    output.print(counts, table::print);
    output.note("everything is there; start the server with --database and the same --data");
    return 0;
  }
}
