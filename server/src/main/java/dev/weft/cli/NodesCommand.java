package dev.weft.cli;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft nodes`: the nodes that share the database.
@Command(
    name = "nodes",
    description = {
      "List the nodes that share the database: what is left of their leases, how many of the 256"
          + " partitions each delivers, and what is undelivered in those."
    },
    footer = {"", "Example:", "  weft nodes 'acme#chat'"},
    sortOptions = false)
final class NodesCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "An app of the installation, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Option(
      names = "--operator-token",
      paramLabel = "TOKEN",
      description = "An operator's token, for --server (WEFT_OPERATOR_TOKEN).")
  private @Nullable String operatorToken;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    JsonNode nodes;
    try (ServerApi api = server.connectAsOperator(app, operatorToken)) {
      nodes = api.get("/callbacks/nodes").path("data");
    }
    Table table =
        Table.of(
            "NODE",
            "NAME",
            "VERSION",
            "URL",
            "HEALTH",
            "LEASE MS",
            "PARTITIONS",
            "UNDELIVERED",
            "OLDEST");
    nodes.forEach(
        node ->
            table.row(
                node.path("node").asString(""),
                node.path("name").asString(""),
                node.path("version").asString(""),
                node.path("url").asString(""),
                node.path("health").asString(""),
                node.path("lease_ms").asString(""),
                node.path("partitions").asString(""),
                node.path("undelivered").asString(""),
                node.has("oldest") ? DeliveryTexts.time(node, "oldest") : ""));
    output.print(nodes, table);
    return 0;
  }
}
