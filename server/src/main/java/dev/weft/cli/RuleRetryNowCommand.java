package dev.weft.cli;

import dev.weft.app.AppKey;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule retry-now`: what waits for a retry is tried now.
@Command(
    name = "retry-now",
    description = {
      "Try now what waits for a retry, in order.",
      "",
      "A try that fails counts for nothing: the retry is made again at its time. Weft does this by"
          + " itself as soon as the app server takes anything."
    },
    footer = {"", "Example:", "  weft rule retry-now 'acme#chat' orders"},
    sortOptions = false)
final class RuleRetryNowCommand implements Callable<Integer> {

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
      String path = "/callbacks/rules/" + ServerApi.encoded(name) + "/retry";
      JsonNode rule = api.post(path, Map.of()).path("data");
      output.print(rule, out -> out.println(name + ": " + RuleTexts.health(rule)));
    }
    return 0;
  }
}
