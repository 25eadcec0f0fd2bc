package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft exceptions list`: what is in exception storage.
@Command(
    name = "list",
    description = {
      "List what is in exception storage, by the ten minutes in which it was put there. 'weft"
          + " deliveries ORG#APP --state stored' shows each callback."
    },
    footer = {"", "Example:", "  weft exceptions list 'acme#chat'"},
    sortOptions = false)
final class ExceptionsListCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    JsonNode keys;
    try (ServerApi api = server.connect(app)) {
      keys = api.get("/callbacks/storage/info").path("data");
    }
    if (keys.isEmpty()) {
      output.note("no callback was given up");
    }
    Table table = Table.of("DATE", "CALLBACKS", "ROUNDS");
    keys.forEach(
        key ->
            table.row(
                key.path("date").asString(""),
                key.path("size").asString(""),
                key.path("retry").asString("")));
    output.print(keys, table);
    return 0;
  }
}
