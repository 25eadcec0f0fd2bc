package dev.weft.cli.rule;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `weft rule set`: changes the fields of a rule that are given.
@Command(
    name = "set",
    description = {
      "Change a callback rule: what is not given stays as it is.",
      "",
      "A new signing secret leaves the old one live for a day. Any change resumes the rule."
    },
    footer = {
      "",
      "Examples:",
      "  weft rule set 'acme#chat' orders https://new.example.com/callbacks",
      "  weft rule set 'acme#chat' orders --max-per-second 50 --events thread,recall",
      "  weft rule set 'acme#chat' orders --clear group,max-per-second --disable"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class RuleSetCommand implements Callable<Integer> {

  /// What each field is without a value, by the name of its option.
  private static final Map<String, Map.Entry<String, String>> CLEARED =
      Map.ofEntries(
          Map.entry("from", Map.entry("from", "[]")),
          Map.entry("to", Map.entry("to", "[]")),
          Map.entry("group", Map.entry("group_ids", "[]")),
          Map.entry("ext-key", Map.entry("ext_keys", "[]")),
          Map.entry("env", Map.entry("envs", "[]")),
          Map.entry("type", Map.entry("message_types", "[]")),
          Map.entry("source", Map.entry("source", "any")),
          Map.entry("park-after", Map.entry("on_poison", "hold")),
          Map.entry("max-concurrency", Map.entry("max_concurrency", "null")),
          Map.entry("max-per-second", Map.entry("max_per_second", "null")));

  @Parameters(
      index = "0",
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(index = "1", paramLabel = "NAME", description = "Name of the rule.")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "URL",
      arity = "0..1",
      description = "Where the callbacks go from now on: http or https.")
  private @Nullable String url;

  @Option(names = "--enable", description = "Match again, and send what has waited.")
  private boolean enable;

  @Option(names = "--disable", description = "Match nothing; what waits stays where it is.")
  private boolean disable;

  @Option(
      names = "--clear",
      paramLabel = "OPTION",
      split = ",",
      description = {
        "Take these away: from, to, group, ext-key, type, source, park-after, max-concurrency,"
            + " max-per-second."
      })
  private List<String> clear = List.of();

  @Mixin private final RuleOptions options = new RuleOptions();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, @Nullable Object> change = change();
    if (change.isEmpty()) {
      throw wrong("nothing to change: give a URL or an option (--server is the Weft server)");
    }
    try (ServerApi api = server.connect(app)) {
      JsonNode rule = api.put("/callbacks/rules/" + ServerApi.encoded(name), change).path("data");
      output.print(rule, out -> RuleTexts.fields(rule).print(out));
    }
    return 0;
  }

  private Map<String, @Nullable Object> change() {
    if (enable && disable) {
      throw wrong("--enable and --disable exclude each other");
    }
    Map<String, @Nullable Object> change = new LinkedHashMap<>();
    if (url != null) {
      change.put("url", url);
    }
    if (enable || disable) {
      change.put("enabled", enable);
    }
    clear.forEach(option -> clear(change, option));
    for (Map.Entry<String, Object> given : options.json().entrySet()) {
      if (change.containsKey(given.getKey())) {
        throw wrong("--clear takes away what another option sets: " + given.getKey());
      }
      change.put(given.getKey(), given.getValue());
    }
    return change;
  }

  private void clear(Map<String, @Nullable Object> change, String option) {
    Map.Entry<String, String> cleared = CLEARED.get(option);
    if (cleared == null) {
      throw wrong(
          "\"%s\" cannot be cleared; these can: %s"
              .formatted(option, String.join(", ", CLEARED.keySet().stream().sorted().toList())));
    }
    change.put(
        cleared.getKey(),
        switch (cleared.getValue()) {
          case "[]" -> List.of();
          case "null" -> null;
          default -> cleared.getValue();
        });
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
