package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
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

/// `weft deliveries`: where every callback went, and why.
@Command(
    name = "deliveries",
    description = {
      "Show what became of callbacks, newest first; or all that is known of one.",
      "",
      "A delivery is pending, delivered, stored (its attempts are used up; it can be resent),"
          + " expired (nobody resent it in time), discarded (its rule was deleted, or it was a"
          + " test) or offered (its rule sends nothing: it is there to be fetched)."
    },
    footer = {
      "",
      "Examples:",
      "  weft deliveries 'acme#chat' --state pending",
      "  weft deliveries 'acme#chat' 'acme#chat_0c4b19e2-...'",
      "  weft deliveries resend 'acme#chat' 'acme#chat_0c4b19e2-...'"
    },
    subcommands = DeliveryResendCommand.class,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class DeliveriesCommand implements Callable<Integer> {

  /// The most of one answer of the server.
  private static final int PAGE = 500;

  /// A page looks at a bounded number of rows, and a rare match may be on none of the first.
  private static final int MAX_PAGES = 200;

  @Parameters(
      index = "0",
      paramLabel = "ORG#APP",
      arity = "0..1", // picocli would ask for it before a subcommand, too.
      description = "The app, in quotes.",
      converter = AppKeys.class)
  private @Nullable AppKey app;

  @Parameters(
      index = "1",
      paramLabel = "CALL_ID",
      arity = "0..1",
      description = "Show this one, with its attempts and its body.")
  private @Nullable String callId;

  @Option(names = "--rule", paramLabel = "NAME", description = "Only those of this rule.")
  private @Nullable String rule;

  @Option(names = "--thread", paramLabel = "ID", description = "Only those of this thread.")
  private @Nullable String thread;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only pending, delivered, stored, expired, discarded or offered ones.")
  private @Nullable String state;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (20).")
  private int limit = 20;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (app == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'ORG#APP'");
    }
    try (ServerApi api = server.connect(app)) {
      if (callId == null) {
        list(api);
      } else {
        JsonNode stories =
            api.get("/callbacks/deliveries/" + ServerApi.encoded(callId)).path("data");
        output.print(stories, out -> stories.forEach(story -> print(story, out)));
      }
    }
    return 0;
  }

  private void list(ServerApi api) {
    List<JsonNode> deliveries = new ArrayList<>();
    @Nullable String cursor = null;
    for (int page = 0; page < MAX_PAGES && deliveries.size() < limit; page++) {
      JsonNode answer = api.get("/callbacks/deliveries" + query(limit - deliveries.size(), cursor));
      answer.path("data").forEach(deliveries::add);
      cursor = answer.path("cursor").asStringOpt().orElse(null);
      if (cursor == null) {
        break;
      }
    }
    if (deliveries.isEmpty()) {
      output.note("no callback matches");
    }
    output.print(
        deliveries,
        out -> {
          if (!deliveries.isEmpty()) {
            table(deliveries).print(out);
          }
        });
  }

  private String query(int wanted, @Nullable String cursor) {
    StringJoiner query = new StringJoiner("&", "?", "");
    query.add("limit=" + Math.clamp(wanted, 1, PAGE));
    add(query, "rule", rule);
    add(query, "thread", thread);
    add(query, "state", state);
    add(query, "cursor", cursor);
    return query.toString();
  }

  private static void add(StringJoiner query, String name, @Nullable String value) {
    if (value != null) {
      query.add(name + "=" + ServerApi.encoded(value));
    }
  }

  private static Table table(List<JsonNode> deliveries) {
    boolean pending = deliveries.stream().anyMatch(delivery -> delivery.has("waits_for"));
    Table table =
        pending
            ? Table.of(
                "CREATED",
                "RULE",
                "THREAD",
                "CHANGE",
                "STATE",
                "TRIES",
                "NEXT TRY",
                "BEHIND",
                "CALL ID")
            : Table.of("CREATED", "RULE", "THREAD", "CHANGE", "STATE", "TRIES", "CALL ID");
    for (JsonNode delivery : deliveries) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  DeliveryTexts.time(delivery, "created"),
                  delivery.path("rule").asString(""),
                  delivery.path("thread").asString(""),
                  DeliveryTexts.change(delivery),
                  delivery.path("state").asString(""),
                  delivery.path("attempts").asString("")));
      if (pending) {
        cells.add(DeliveryTexts.next(delivery));
        cells.add(DeliveryTexts.behind(delivery));
      }
      cells.add(delivery.path("call_id").asString(""));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static void print(JsonNode story, PrintWriter out) {
    Table fields =
        Table.ofFields()
            .row("call id", story.path("call_id").asString(""))
            .row("rule", story.path("rule").asString(""))
            .row("thread", story.path("thread").asString(""))
            .row("change", DeliveryTexts.change(story))
            .row("message", story.path("msg_id").asString(""))
            .row("created", DeliveryTexts.time(story, "created"))
            .row("state", story.path("state").asString(""));
    String next = DeliveryTexts.next(story);
    String behind = DeliveryTexts.behind(story);
    fields = next.isEmpty() ? fields : fields.row("next try", next);
    fields = behind.isEmpty() ? fields : fields.row("waits behind", behind);
    fields.print(out);
    out.println();
    Table attempts = Table.of("TRY", "STARTED", "OUTCOME", "TOOK", "VERDICT", "ANSWER");
    for (JsonNode attempt : story.path("attempts")) {
      attempts.row(
          attempt.path("number").asString(""),
          DeliveryTexts.time(attempt, "started"),
          DeliveryTexts.outcome(attempt),
          DeliveryTexts.took(attempt),
          attempt.path("verdict").asString(""),
          DeliveryTexts.oneLine(attempt.path("answer").asString("")));
    }
    attempts.print(out);
    out.println();
    out.println(story.path("body").toPrettyString());
    out.println();
  }
}
