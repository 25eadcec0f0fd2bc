package dev.weft.cli.rule;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import java.util.LinkedHashMap;
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

/// `weft rule add`: from now on, send these callbacks there.
@Command(
    name = "add",
    description = {
      "Add a callback rule: from now on the server POSTs to URL what the rule asks for.",
      "",
      "Shows both secrets your app server needs to verify callbacks."
    },
    footer = {
      "",
      "Examples:",
      "  weft rule add 'acme#chat' orders https://app.example.com/callbacks",
      "  weft rule add 'acme#chat' audit http://127.0.0.1:3000/ \\",
      "      --events thread,recall --retry 0s,100ms,5s --group 286331153074178",
      "",
      "An address on this machine or in a private network needs the server's consent:",
      "  weft serve --callback-allow 127.0.0.0/8"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class RuleAddCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "Name of the rule: letters, digits, _ and -.")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "URL",
      arity = "0..1",
      description = "Where the callbacks go: http or https.")
  private @Nullable String url;

  @Option(
      names = "--pull",
      description =
          "Without URL: keep the callbacks until they are fetched, as 'weft listen' does.")
  private boolean pull;

  @Option(
      names = "--presend",
      description =
          "With URL: a pre-send hook, asked before what clients send is sent. --timeout-ms,"
              + " --on-failure and --shadow say how.")
  private boolean presend;

  @Option(names = "--disabled", description = "Make it, but match nothing until it is enabled.")
  private boolean disabled;

  @Mixin private final RuleOptions options = new RuleOptions();
  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (url == null && !pull) {
      throw new ParameterException(
          spec.commandLine(),
          "where do the callbacks go? Give a URL after NAME, or --pull (--server, or --url, is the"
              + " address of the Weft server)");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    if (url != null) {
      json.put("url", url);
    }
    if (pull) {
      json.put("delivery", "pull");
    }
    if (presend) {
      json.put("delivery", "presend");
    }
    json.put("enabled", !disabled);
    json.putAll(options.json());
    try (ServerApi api = server.connect(app)) {
      JsonNode rule = api.post("/callbacks/rules", json).path("data");
      output.print(rule, out -> RuleTexts.fields(rule).print(out));
    }
    return 0;
  }
}
