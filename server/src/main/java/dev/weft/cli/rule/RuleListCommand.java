package dev.weft.cli.rule;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft rule list`: the rules of an app.
@Command(
    name = "list",
    description = "List the callback rules of an app; with --json, all of them, secrets included.",
    footer = {"", "Example:", "  weft rule list 'acme#chat'"},
    sortOptions = false)
final class RuleListCommand implements Callable<Integer> {

  /// The most of one answer of the server.
  private static final int PAGE = 500;

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (all).")
  private int limit = Integer.MAX_VALUE;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    List<JsonNode> rules = new ArrayList<>();
    try (ServerApi api = server.connect(app)) {
      @Nullable String cursor = null;
      do {
        JsonNode page = api.get("/callbacks/rules" + query(limit - rules.size(), cursor));
        page.path("data").forEach(rules::add);
        cursor = page.path("cursor").asStringOpt().orElse(null);
      } while (cursor != null && rules.size() < limit);
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
    output.print(
        rules,
        out -> {
          if (!rules.isEmpty()) {
            table.print(out);
          }
        });
    return 0;
  }

  private static String query(int wanted, @Nullable String cursor) {
    String limit = "?limit=" + Math.clamp(wanted, 1, PAGE);
    return cursor == null ? limit : limit + "&cursor=" + ServerApi.encoded(cursor);
  }
}
