package dev.weft.cli.delivery;

import dev.weft.app.AppKey;
import dev.weft.cli.base.AppKeys;
import dev.weft.cli.base.DeliveryTexts;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.ServerOptions;
import dev.weft.cli.base.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `weft replay start`: what matches, once more.
@Command(
    name = "start",
    description = {
      "Send callbacks once more, with the bytes and ids they had: those that match every option"
          + " and were sent or given up before now.",
      "",
      "Starts a job and returns; 'weft replay list' shows how far it is."
    },
    footer = {
      "",
      "Examples:",
      "  weft replay start 'acme#chat' --thread 286331153074178 --dry-run",
      "  weft replay start 'acme#chat' --rule orders --since 2026-03-01T08:00:00Z \\",
      "      --target-url http://127.0.0.1:3000/ --rate 10"
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class ReplayStartCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ORG#APP",
      description = "The app, in quotes.",
      converter = AppKeys.class)
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private AppKey app;

  @ArgGroup(exclusive = false, heading = "Callbacks to send:%n")
  private final Selection selection = new Selection();

  @Option(
      names = "--target-url",
      paramLabel = "URL",
      description = "Send it there, signed with the secret of --rule; nothing live waits for it.")
  private @Nullable String targetUrl;

  @Option(names = "--rate", paramLabel = "N", description = "At most so many a second (50).")
  private @Nullable Integer rate;

  @Option(names = "--dry-run", description = "Only count.")
  private boolean dryRun;

  @Mixin private final ServerOptions server = new ServerOptions();
  @Mixin private final Output output = new Output();

  private static final class Selection {
    @Option(names = "--thread", paramLabel = "ID", description = "Those of this thread.")
    private @Nullable String thread;

    @Option(names = "--rule", paramLabel = "NAME", description = "Those of this rule.")
    private @Nullable String rule;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Those that are delivered, stored, expired or discarded.")
    private @Nullable String state;

    @Option(names = "--operation", paramLabel = "WORD", description = "send, recall, modify, ...")
    private @Nullable String operation;

    @Option(names = "--message", paramLabel = "ID", description = "Those about this message.")
    private @Nullable String message;

    @Option(names = "--since", paramLabel = "TIME", description = "2026-03-01T08:00:00Z or later.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before 2026-03-01T09:00:00Z.")
    private @Nullable Instant until;

    @Option(
        names = "--call",
        paramLabel = "CALL_ID",
        split = ",",
        description = "These callbacks; several with commas between.")
    private @Nullable List<String> calls;
  }

  @Override
  public Integer call() {
    JsonNode data;
    try (ServerApi api = server.connect(app)) {
      data = api.post("/callbacks/replay", body()).path("data");
    }
    output.print(data, out -> (dryRun ? counted(data) : JobTexts.fields(data)).print(out));
    return 0;
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "thread", selection.thread);
    put(body, "rule", selection.rule);
    put(body, "state", selection.state);
    put(body, "operation", selection.operation);
    put(body, "msg_id", selection.message);
    put(body, "since", selection.since == null ? null : selection.since.toEpochMilli());
    put(body, "until", selection.until == null ? null : selection.until.toEpochMilli());
    put(body, "call_ids", selection.calls);
    put(body, "target_url", targetUrl);
    put(body, "rate", rate);
    body.put("dry_run", dryRun);
    return body;
  }

  private static void put(Map<String, Object> body, String key, @Nullable Object value) {
    if (value != null) {
      body.put(key, value);
    }
  }

  private static Table counted(JsonNode data) {
    String least = data.path("exact").asBoolean(true) ? "" : "at least ";
    Table table = Table.ofFields().row("callbacks", least + data.path("count").asString(""));
    return data.has("first")
        ? table
            .row("first", DeliveryTexts.time(data, "first"))
            .row("last", DeliveryTexts.time(data, "last"))
        : table;
  }
}
