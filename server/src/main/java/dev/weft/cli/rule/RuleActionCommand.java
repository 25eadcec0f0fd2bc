package dev.weft.cli.rule;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// A command that asks the server to do something with one rule, and shows how the rule is then.
abstract class RuleActionCommand implements Callable<Integer> {

  private final String action;

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

  /// @param action the last segment of the path: `POST .../callbacks/rules/{name}/resume`
  RuleActionCommand(String action) {
    this.action = action;
  }

  @Override
  public Integer call() {
    try (ServerApi api = server.connect(app)) {
      String path = "/callbacks/rules/" + ServerApi.encoded(name) + "/" + action;
      JsonNode rule = api.post(path, Map.of()).path("data");
      output.print(rule, out -> out.println(name + ": " + RuleTexts.health(rule)));
    }
    return 0;
  }
}
