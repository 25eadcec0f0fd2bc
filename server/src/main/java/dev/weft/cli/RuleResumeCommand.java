package dev.weft.cli;

import dev.weft.app.AppKey;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule resume`: whatever held it back, go on.
@Command(
    name = "resume",
    description = {
      "End whatever keeps a rule from delivering: a pause, a ban, an open circuit.",
      "",
      "What waits leaves at once, in order."
    },
    footer = {"", "Example:", "  weft rule resume 'acme#chat' orders"},
    sortOptions = false)
final class RuleResumeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(paramLabel = "NAME", description = "The rule.")
  private String name = "";

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (ServerApi api = server.connect(app)) {
      String path = "/callbacks/rules/" + ServerApi.encoded(name) + "/resume";
      JsonNode rule = api.post(path, Map.of()).path("data");
      output.print(rule, out -> out.println(name + ": " + RuleTexts.health(rule)));
    }
    return 0;
  }
}
