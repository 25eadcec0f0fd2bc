package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft explain`: why a message's callbacks came, or did not.
@Command(
    name = "explain",
    description = {
      "Show what each rule made of a message when it was sent, modified and recalled: whether it"
          + " matched, what said no, and what became of the callback.",
    },
    footer = {
      "",
      "Examples:",
      "  weft explain 'acme#chat' 1631952284227207168",
      "  weft explain 'acme#chat' 1631952284227207168 --rule orders"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
public final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @Parameters(paramLabel = "MSG_ID", description = "The message.")
  private String message = "";

  @Option(names = "--rule", paramLabel = "NAME", description = "Only what this rule made of it.")
  private @Nullable String rule;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (ServerApi api = server.connect(app)) {
      String path = "/callbacks/explain?msg_id=" + ServerApi.encoded(message);
      String query = rule == null ? path : path + "&rule=" + ServerApi.encoded(rule);
      JsonNode explanations = api.get(query).path("data");
      output.print(explanations, out -> explanations.forEach(one -> print(one, out)));
    }
    return 0;
  }

  private static void print(JsonNode explanation, PrintWriter out) {
    out.printf(
        "%s at %s%n",
        explanation.path("operation").asString(""), DeliveryTexts.time(explanation, "at"));
    Table table = Table.of("RULE", "MATCHED", "HEALTH", "DELIVERY", "REASON");
    for (JsonNode rule : explanation.path("rules")) {
      table.row(
          rule.path("rule").asString(""),
          rule.path("matched").asBoolean(false) ? "yes" : "no",
          rule.path("health").asString(""),
          rule.path("deliveries")
              .valueStream()
              .map(ExplainCommand::delivery)
              .collect(Collectors.joining(", ")),
          rule.path("reason").asString(""));
    }
    table.print(out);
    if (explanation.path("omitted").asInt(0) > 0) {
      out.println("and " + explanation.path("omitted").asInt() + " rules that did not match");
    }
    explanation.path("notes").forEach(note -> out.println("note: " + note.asString("")));
    out.println();
  }

  private static String delivery(JsonNode delivery) {
    return delivery.path("state").asString("") + " " + delivery.path("call_id").asString("");
  }
}
