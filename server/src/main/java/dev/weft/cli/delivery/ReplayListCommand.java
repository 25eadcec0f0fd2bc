package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft replay list`: the jobs of an app, and how far they are.
@Command(
    name = "list",
    description = {
      "List the jobs that send callbacks once more, newest first: how many they have queued, and"
          + " how many of those were delivered, failed again, or left out."
    },
    footer = {"", "Example:", "  weft replay list 'acme#chat'"},
    sortOptions = false)
final class ReplayListCommand implements Callable<Integer> {

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
    JsonNode jobs;
    try (ServerApi api = server.connect(app)) {
      jobs = api.get("/callbacks/replay").path("data");
    }
    if (jobs.isEmpty()) {
      output.note("nothing was replayed or resent");
    }
    Table table =
        Table.of(
            "JOB", "CREATED", "KIND", "STATE", "QUEUED", "DELIVERED", "FAILED", "SKIPPED", "WHAT");
    jobs.forEach(
        job ->
            table.row(
                job.path("id").asString(""),
                DeliveryTexts.time(job, "created"),
                job.path("kind").asString(""),
                JobTexts.state(job),
                job.path("queued").asString(""),
                job.path("delivered").asString(""),
                job.path("failed").asString(""),
                job.path("skipped").asString(""),
                JobTexts.selection(job)));
    output.print(jobs, table);
    return 0;
  }
}
