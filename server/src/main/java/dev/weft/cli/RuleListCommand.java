package dev.weft.cli;

import dev.weft.app.AppKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule list`: the rules of an app.
@Command(
    name = "list",
    description = "List the callback rules of an app; with --json, all of them, secrets included.",
    footer = {"", "Example:", "  weft rule list 'acme#chat'"},
    sortOptions = false)
final class RuleListCommand implements Callable<Integer> {

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
    JsonNode rules;
    try (ServerApi api = server.connect(app)) {
      rules = api.get("/callbacks/rules").path("data");
    }
    if (rules.isEmpty()) {
      output.note("the app has no rule yet: 'weft rule add' makes one");
    }
    Table table = Table.of("RULE", "EVENTS", "RETRY", "HEALTH", "URL");
    rules.forEach(
        rule ->
            table.row(
                RuleTexts.text(rule, "name"),
                RuleTexts.text(rule, "events"),
                RuleTexts.text(rule, "retry"),
                RuleTexts.health(rule),
                RuleTexts.target(rule)));
    output.print(rules, table);
    return 0;
  }
}
