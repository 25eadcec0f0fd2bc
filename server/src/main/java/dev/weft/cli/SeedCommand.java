package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import dev.weft.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft seed`: apps, users, groups, threads and rules out of a file.
@Command(
    name = "seed",
    description = {
      "Make the apps, users, groups, threads and rules of a YAML file that are missing.",
      "",
      "Existing ones are kept, so that it may run again and again. Apps can be made only with",
      "the data folder. The setting server.seed does the same whenever the server starts."
    },
    footer = {
      "",
      "Examples:",
      "  weft seed laptop.yaml",
      "  weft seed ci.yaml --server http://weft:8080"
    },
    sortOptions = false)
final class SeedCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The YAML file.")
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private Path file;

  @Option(
      names = {"--server", "--url"},
      paramLabel = "URL",
      description = "The server; else that of the data folder, where apps are made too.")
  private @Nullable URI server;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    SeedFile seed = SeedFile.read(file);
    URI address = server == null ? ofDataFolder(seed) : server;
    Map<String, Map<String, Integer>> results = new LinkedHashMap<>();
    Table table = Table.of("APP", "MADE", "THERE");
    seed(seed, address)
        .forEach(
            (app, result) -> {
              results.put(app, Map.of("made", result.made(), "there", result.found()));
              table.row(app, Integer.toString(result.made()), Integer.toString(result.found()));
            });
    output.print(results, table::print);
    return 0;
  }

  /// Makes what is missing in a running server that has the apps.
  static Map<String, Seeder.Result> seed(SeedFile seed, URI server) {
    Map<String, Seeder.Result> results = new LinkedHashMap<>();
    for (SeedFile.App app : seed.apps()) {
      try (ServerApi api = ServerApi.withCredentials(server, app.key(), app.credentials())) {
        results.put(app.key().toString(), new Seeder(api).seed(app));
      }
    }
    return results;
  }

  private URI ofDataFolder(SeedFile seed) {
    Settings settings = store.settings();
    URI running = ServerOptions.runningIn(settings);
    try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
      seed.apps().forEach(app -> installation.apps().ensure(app.key(), app.credentials()));
    }
    return running;
  }
}
