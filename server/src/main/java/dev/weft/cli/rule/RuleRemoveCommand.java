package dev.weft.cli.rule;

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

/// `weft rule remove`: send nothing there any more.
@Command(
    name = "remove",
    description = "Remove a callback rule. Its pending callbacks are given up.",
    footer = {"", "Example:", "  weft rule remove 'acme#chat' orders"},
    sortOptions = false)
final class RuleRemoveCommand implements Callable<Integer> {

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
      JsonNode rule = api.delete("/callbacks/rules/" + ServerApi.encoded(name)).path("data");
      output.print(rule, out -> out.println("removed the rule " + name));
    }
    return 0;
  }
}
