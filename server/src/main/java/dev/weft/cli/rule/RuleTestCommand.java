package dev.weft.cli.rule;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule test`: one sample callback, and what came back.
@Command(
    name = "test",
    description = {
      "Send a sample Thread callback by a rule, once, and show what came back.",
      "",
      "Exits 0 if the app server took it, 1 if not."
    },
    footer = {"", "Example:", "  weft rule test 'acme#chat' orders"},
    sortOptions = false)
final class RuleTestCommand implements Callable<Integer> {

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
    JsonNode attempt;
    try (ServerApi api = server.connect(app)) {
      attempt =
          api.post("/callbacks/rules/" + ServerApi.encoded(name) + "/test", java.util.Map.of())
              .path("data");
    }
    boolean delivered = attempt.path("delivered").asBoolean(false);
    output.print(
        attempt,
        out -> {
          Table table =
              Table.ofFields()
                  .row("delivered", delivered ? "yes" : "no")
                  .row("outcome", DeliveryTexts.outcome(attempt))
                  .row("took", DeliveryTexts.took(attempt))
                  .row("call id", attempt.path("call_id").asString(""));
          String answer = attempt.path("answer").asString("");
          (answer.isEmpty() ? table : table.row("answer", DeliveryTexts.oneLine(answer)))
              .print(out);
        });
    return delivered ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
