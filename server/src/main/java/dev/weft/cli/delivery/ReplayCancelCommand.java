package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft replay cancel`: no more of it.
@Command(
    name = "cancel",
    description = "End a job. Callbacks that are queued for a rule's own URL are still sent.",
    footer = {"", "Example:", "  weft replay cancel 'acme#chat' 7"},
    sortOptions = false)
final class ReplayCancelCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(paramLabel = "JOB", description = "Its number.")
  private String job = "";

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    JsonNode ended;
    try (ServerApi api = server.connect(app)) {
      ended = api.delete("/callbacks/replay/" + ServerApi.encoded(job)).path("data");
    }
    output.print(ended, out -> JobTexts.fields(ended).print(out));
    return 0;
  }
}
