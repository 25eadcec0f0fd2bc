package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is counted, and that the dashboard and the alerts ask for nothing else.
class MetricsTest {

  private static final Path OPERATING = Path.of("..", "docs", "operating");

  /// A metric in a query: the names of ours, of the JVM and of the process.
  private static final Pattern METRIC = Pattern.compile("\\b(?:weft|jvm|process)_[a-z0-9_]+");

  @TempDir private Path folder;

  @Test
  void every_metric_has_a_help_text_and_a_type() throws Exception {
    try (RunningServer server = start("100")) {
      String page = page(server);

      Set<String> helped = names(page, "# HELP ");
      assertThat(names(page, "# TYPE ")).isNotEmpty().isEqualTo(helped);
      assertThat(samples(page))
          .allSatisfy(
              sample -> assertThat(helped).anySatisfy(name -> assertThat(sample).startsWith(name)));
    }
  }

  @Test
  void dashboard_and_alerts_ask_only_for_what_there_is() throws Exception {
    try (RunningServer server = start("100");
        Inbox inbox = Inbox.open()) {
      deliverOne(server.client(), inbox, "rule");
      await().until(() -> page(server).contains("weft_rule_attempts_total{app=\"easemob"));
      // A pause is counted when there was one.
      System.gc();
      await().until(() -> page(server).contains("jvm_gc_pause_seconds_sum"));
      Set<String> samples = samples(page(server));

      assertThat(asked(Files.readString(OPERATING.resolve("grafana-dashboard.json"))))
          .hasSizeGreaterThan(20)
          .isSubsetOf(samples);
      assertThat(asked(Files.readString(OPERATING.resolve("alerts.yml"))))
          .hasSizeGreaterThan(5)
          .isSubsetOf(samples);
    }
  }

  @Test
  void every_alert_says_how_bad_it_is_and_what_to_do() throws IOException {
    JsonNode alerts =
        new YAMLMapper().readTree(Files.readString(OPERATING.resolve("alerts.yml"))).get("groups");
    assertThat(alerts.get(0).get("rules"))
        .allSatisfy(
            alert -> {
              assertThat(alert.at("/labels/severity").asString()).isIn("page", "ticket");
              assertThat(alert.at("/annotations/summary").asString()).isNotEmpty();
              assertThat(alert.at("/annotations/runbook").asString()).isNotEmpty();
              assertThat(alert.has("for")).isTrue();
            });
  }

  @Test
  void rules_beyond_the_bound_are_counted_together() throws Exception {
    try (RunningServer server = start("1");
        Inbox inbox = Inbox.open()) {
      ApiClient api = server.client();
      deliverOne(api, inbox, "first");
      deliverOne(api, inbox, "second");
      await()
          .until(
              () ->
                  page(server)
                      .contains(
                          "weft_rule_attempts_total{app=\"other\",outcome=\"acknowledged\","
                              + "rule=\"other\"} 1.0"));
      assertThat(page(server)).contains("rule=\"first\"").doesNotContain("rule=\"second\"");
    }
  }

  @Test
  void requests_are_counted_by_family_and_class_and_never_by_what_they_name() throws Exception {
    try (RunningServer server = start("100")) {
      ApiClient api = server.client();
      api.users("user1");
      api.get("/users/user1").ok();
      api.get("/users/nobody");
      api.get("/nonsense/of/mine");
      String page = page(server);

      assertThat(page)
          .contains("weft_http_requests_seconds_count{family=\"users\",status=\"2xx\"} 2")
          .contains("weft_http_requests_seconds_count{family=\"users\",status=\"4xx\"} 1")
          .contains("weft_http_requests_seconds_count{family=\"other\",status=\"4xx\"} 1")
          .doesNotContain("nobody")
          .doesNotContain("nonsense");
    }
  }

  @Test
  void settling_and_fetching_are_counted() throws Exception {
    try (RunningServer server = start("100");
        Inbox inbox = Inbox.open()) {
      ApiClient api = server.client();
      deliverOne(api, inbox, "rule");
      await().until(() -> page(server).contains("weft_delivery_settle_batch_count 1"));
      assertThat(page(server)).contains("weft_pull_events_total 0.0");

      api.get("/callbacks/events?rule=rule&after=0").ok();
      assertThat(page(server))
          .contains("weft_pull_events_total 1.0")
          .contains("weft_pull_readers 0.0");
    }
  }

  private RunningServer start(String rules) {
    return RunningServer.start(folder, Map.of("metrics.rules", rules), Clock.systemUTC());
  }

  /// Makes a rule that only a thread of its own matches, and has one callback delivered for it.
  private static void deliverOne(ApiClient api, Inbox inbox, String rule) {
    api.users(rule);
    String group = api.group(rule);
    String thread = api.thread(group, api.text(rule, group, "parent"), "t", rule);
    api.rule(
        """
        {"name":"%s","url":"%s","group_ids":["%s"]}
        """
            .formatted(rule, inbox.url(), group));
    api.text(rule, thread, "hello");
    assertThat(inbox.next().body()).isNotEmpty();
  }

  private static String page(RunningServer server) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Set<String> names(String page, String prefix) {
    return page.lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .filter(line -> line.indexOf(' ') < line.strip().length() - 1)
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static Set<String> samples(String page) {
    return page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  /// The metrics that the queries of a document ask for: every `expr` in it.
  private static Set<String> asked(String document) {
    Set<String> asked = new TreeSet<>();
    collect(new YAMLMapper().readTree(document), asked);
    return asked;
  }

  private static void collect(JsonNode node, Set<String> asked) {
    JsonNode expression = node.get("expr");
    if (expression != null) {
      METRIC.matcher(expression.asString()).results().forEach(match -> asked.add(match.group()));
    }
    StreamSupport.stream(node.spliterator(), false).forEach(child -> collect(child, asked));
  }
}
