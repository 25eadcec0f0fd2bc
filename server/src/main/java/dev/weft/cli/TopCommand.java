package dev.weft.cli;

import dev.weft.Installation;
import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.Output;
import dev.weft.cli.base.StoreOptions;
import dev.weft.cli.base.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `weft top`: what a server does now, again and again.
@Command(
    name = "top",
    description = {
      "Show what the server does, every two seconds: rates since the last look, and what waits.",
      "",
      "It reads /metrics."
    },
    footer = {
      "",
      "Examples:",
      "  weft top",
      "  weft top --server http://127.0.0.1:8081",
      "  weft top --once --json"
    },
    sortOptions = false)
final class TopCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// Moves to the first line and column and clears what is below.
  private static final String HOME = "\u001b[H\u001b[J";

  @Option(
      names = {"--server", "--url"},
      paramLabel = "URL",
      description = "Where /metrics is; else the server of the data folder.")
  private @Nullable URI server;

  @Option(names = "--once", description = "Look twice, print, and end.")
  private boolean once;

  @Mixin private final StoreOptions store = new StoreOptions();
  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it in.
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    URI address = server == null ? address() : server;
    PrintWriter out = spec.commandLine().getOut();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      MetricsSample before = sample(client, address);
      do {
        Thread.sleep(PAUSE.toMillis());
        MetricsSample now = sample(client, address);
        Map<String, Object> view = view(before, now);
        if (once) {
          output.print(view, table(view)::print);
        } else {
          out.print(HOME);
          out.println("weft top  " + address);
          table(view).print(out);
          out.flush();
        }
        before = now;
      } while (!once);
    }
    return 0;
  }

  private URI address() {
    return Installation.managementUrl(store.settings())
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "no server runs here: give --data its folder, or --server its address"));
  }

  private static MetricsSample sample(HttpClient client, URI address) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/metrics")).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new CommandFailedException(
            address + " has no /metrics: give --server the management port");
      }
      return MetricsSample.of(answer.body(), System.nanoTime());
    } catch (IOException e) {
      throw new CommandFailedException("no server answers at " + address, e);
    }
  }

  private static Map<String, Object> view(MetricsSample before, MetricsSample now) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("calls/s", now.rate(before, "weft_http_requests_seconds_count"));
    view.put("messages/s", now.rate(before, "weft_messages_total"));
    view.put("attempts/s", now.rate(before, "weft_callback_attempts_seconds_count"));
    view.put("failures/s", now.rate(before, "weft_callback_failures_total"));
    view.put("under way", now.sum("weft_delivery_attempts_under_way"));
    view.put("backlog", now.sum("weft_delivery_backlog"));
    view.put("oldest s", now.sum("weft_delivery_oldest_seconds"));
    view.put("in exception storage", now.sum("weft_exceptions_stored"));
    view.put("rules paused", now.sum("weft_delivery_rules_paused"));
    view.put("rules banned", now.sum("weft_delivery_rules_banned"));
    view.put("circuits open", now.sum("weft_delivery_circuits_open"));
    view.put("partitions", now.sum("weft_node_partitions"));
    view.put("store takes writes", now.sum("weft_store_writable"));
    return view;
  }

  private static Table table(Map<String, Object> view) {
    Table table = Table.ofFields();
    view.forEach(
        (name, value) -> table.row(name, String.format(Locale.ROOT, "%.1f", (Double) value)));
    return table;
  }
}
