package dev.weft.cli.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.cli.Weft;
import dev.weft.cli.Weft.Result;
import dev.weft.cli.base.ServerApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `weft rule` and `weft deliveries` beside a running server.
@Tag("slow")
class RuleCommandTest {

  private static final String APP = "acme#chat";

  @TempDir private static Path data;
  private static Weft server;
  private static HttpServer appServer;
  private static final AtomicInteger status = new AtomicInteger(200);

  @BeforeAll
  static void start() throws IOException {
    appServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    appServer.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] answer = "thank\nyou".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.get(), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    appServer.start();
    server =
        Weft.serve(
            data,
            "--app",
            APP,
            "--client-id",
            "ci",
            "--client-secret",
            "s3cret",
            "--callback-allow",
            "127.0.0.0/8");
  }

  @AfterAll
  static void stop() {
    server.close();
    appServer.stop(0);
  }

  @Test
  void adds_a_rule_with_all_that_was_asked_for_and_shows_its_secrets() {
    JsonNode rule =
        json(
            rule(
                    "add",
                    APP,
                    "all",
                    url(),
                    "--events",
                    "thread,recall",
                    "--retry",
                    "0s,100ms",
                    "--secret",
                    "md5",
                    "--from",
                    "ann,bob",
                    "--group",
                    "1",
                    "--type",
                    "txt",
                    "--source",
                    "rest",
                    "--disabled",
                    "--json")
                .success());

    assertThat(rule.path("events").toString()).isEqualTo("[\"thread\",\"recall\"]");
    assertThat(rule.path("retry").toString()).isEqualTo("[\"0s\",\"100ms\"]");
    assertThat(rule.path("secret").asString()).isEqualTo("md5");
    assertThat(rule.path("signing_secret").asString()).startsWith("whsec_");
    assertThat(rule.path("from").toString()).isEqualTo("[\"ann\",\"bob\"]");
    assertThat(rule.path("group_ids").toString()).isEqualTo("[\"1\"]");
    assertThat(rule.path("message_types").toString()).isEqualTo("[\"txt\"]");
    assertThat(rule.path("source").asString()).isEqualTo("rest");
    assertThat(rule.path("enabled").asBoolean()).isFalse();
  }

  @Test
  void takes_policies_by_name_and_a_single_wait() {
    rule("add", APP, "vendor", url(), "--retry", "vendor").success();
    rule("add", APP, "single", url(), "--retry", "5s").success();

    assertThat(rule("list", APP).success())
        .containsPattern("vendor +thread +vendor +delivering")
        .containsPattern("single +thread +5s +delivering");
  }

  @Test
  void brings_the_retries_of_a_rule_forward() {
    rule("add", APP, "late", url(), "--retry", "0s,1h").success();

    assertThat(rule("retry-now", APP, "late").success()).isEqualTo("late: delivering");
    assertThat(json(rule("retry-now", APP, "late", "--json").success()).path("name").asString())
        .isEqualTo("late");
    assertThat(rule("retry-now", APP, "none").sentence()).contains("no callback rule named");
  }

  @Test
  void lists_as_many_rules_as_it_is_asked_for() {
    for (int i = 0; i < 3; i++) {
      rule("add", APP, "listed" + i, url()).success();
    }

    assertThat(json(rule("list", APP, "--limit", "2", "--json").success())).hasSize(2);
    assertThat(json(rule("list", APP, "--json").success()).size()).isGreaterThan(2);
  }

  @Test
  void shows_limits_and_resumes_a_rule() {
    String shown =
        rule(
                "add",
                APP,
                "spared",
                url(),
                "--park-after",
                "3",
                "--max-concurrency",
                "2",
                "--max-per-second",
                "0.5")
            .success();

    assertThat(shown)
        .containsPattern("on poison +park after 3")
        .containsPattern("max concurrency +2")
        .containsPattern("max per second +0.5");
    assertThat(rule("resume", APP, "spared").success()).isEqualTo("spared: delivering");
    assertThat(rule("resume", APP, "missing").sentence()).contains("missing");
  }

  @Test
  void changes_what_is_given_and_leaves_the_rest() {
    rule("add", APP, "changed", url(), "--events", "thread,edit", "--group", "1,2").success();
    rule("set", APP, "changed", "--max-per-second", "5", "--park-after", "2").success();

    JsonNode changed =
        json(
            rule("set", APP, "changed", url() + "2", "--from", "ann", "--disable", "--json")
                .success());

    assertThat(changed.path("url").asString()).isEqualTo(url() + "2");
    assertThat(changed.path("events").toString()).isEqualTo("[\"thread\",\"edit\"]");
    assertThat(changed.path("group_ids").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(changed.path("from").toString()).isEqualTo("[\"ann\"]");
    assertThat(changed.path("max_per_second").asDouble()).isEqualTo(5);
    assertThat(changed.path("enabled").asBoolean()).isFalse();

    JsonNode cleared =
        json(
            rule(
                    "set",
                    APP,
                    "changed",
                    "--clear",
                    "from,group,max-per-second,park-after",
                    "--enable",
                    "--json")
                .success());

    assertThat(cleared.path("from")).isEmpty();
    assertThat(cleared.path("group_ids")).isEmpty();
    assertThat(cleared.has("max_per_second")).isFalse();
    assertThat(cleared.path("on_poison").asString()).isEqualTo("hold");
    assertThat(cleared.path("enabled").asBoolean()).isTrue();
    assertThat(rule("set", APP, "missing", "--enable").sentence()).contains("missing");
  }

  @Test
  void asks_for_what_is_missing_in_a_change_or_a_new_rule() {
    assertThat(rule("set", APP, "x").err()).contains("nothing to change");
    assertThat(rule("set", APP, "x", "--enable", "--disable").err()).contains("exclude");
    assertThat(rule("set", APP, "x", "--clear", "name").err()).contains("\"name\"");
    assertThat(rule("set", APP, "x", "--clear", "from", "--from", "a").err()).contains("from");
    Result withoutTarget = rule("add", APP, "x", "--events", "thread");
    assertThat(withoutTarget.exit()).isEqualTo(2);
    assertThat(withoutTarget.err()).contains("URL after NAME").contains("--server");
  }

  @Test
  void passes_on_why_the_server_refuses_a_rule() {
    assertThat(rule("add", APP, "far", "http://10.0.0.1/").sentence())
        .contains("10.0.0.1")
        .contains("--callback-allow");
    assertThat(rule("add", APP, "odd", url(), "--events", "weather").sentence())
        .contains("weather");
  }

  @Test
  void removes_a_rule_once() {
    rule("add", APP, "gone", url()).success();

    rule("remove", APP, "gone").success();

    assertThat(rule("remove", APP, "gone").sentence()).contains("\"gone\"");
  }

  @Test
  void tells_by_its_exit_code_whether_a_test_was_taken() {
    rule("add", APP, "tested", url()).success();

    assertThat(rule("test", APP, "tested").success()).contains("status 200").contains("thank you");

    status.set(500);
    Result refused = rule("test", APP, "tested");
    status.set(200);
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).contains("status 500");
  }

  @Test
  void reaches_a_server_by_its_address_given_by_flag_or_environment() {
    String[] byFlag = {
      "rule", "list", APP, "--url", server.url(), "--client-id", "ci", "--client-secret", "s3cret"
    };
    Map<String, String> environment =
        Map.of(
            "WEFT_URL", server.url() + "/",
            "WEFT_CLIENT_ID", "ci",
            "WEFT_CLIENT_SECRET", "s3cret");

    assertThat(Weft.runHere(byFlag).exit()).isZero();
    assertThat(Weft.run(environment, "rule", "list", APP).exit()).isZero();
    assertThat(Weft.runHere("rule", "list", APP, "--url", server.url()).exit()).isEqualTo(2);
    byFlag[8] = "wrong";
    assertThat(Weft.runHere(byFlag).sentence()).contains("client_secret does not match");
  }

  @Test
  void says_what_to_do_when_no_server_runs(@TempDir Path other) throws IOException {
    Weft.runHere("app", "create", APP, "--data", other.toString()).success();

    String none = Weft.runHere("rule", "list", APP, "--data", other.toString()).sentence();
    Files.writeString(other.resolve("weft.address"), "http://127.0.0.1:1\n");
    String killed = Weft.runHere("rule", "list", APP, "--data", other.toString()).sentence();

    assertThat(none).contains("no server runs").contains("weft serve");
    assertThat(killed).contains("no server answers at http://127.0.0.1:1").contains("weft serve");
  }

  @Test
  void names_an_app_that_does_not_exist() {
    assertThat(rule("list", "acme#other").sentence()).contains("no app acme#other");
  }

  @Test
  void shows_what_became_of_callbacks_and_all_that_is_known_of_one() {
    rule("add", APP, "log", "http://127.0.0.1:1/", "--events", "message").success();
    send("first");
    send("second");

    JsonNode listed =
        json(deliveries(APP, "--rule", "log", "--state", "pending", "--json").success());
    String callId = listed.path(1).path("call_id").asString();
    String one = deliveries(APP, callId).success();

    assertThat(listed).hasSize(2);
    assertThat(deliveries(APP, "--rule", "log", "--limit", "1").success().lines()).hasSize(2);
    assertThat(one).contains(callId).contains("pending").contains("\"first\"");
    assertThat(deliveries(APP, "--rule", "log", "--state", "stored").err())
        .isEqualTo("weft: no callback matches");
    assertThat(deliveries(APP, "--state", "lost").sentence()).contains("state must be one of");
    assertThat(deliveries(APP, "none").sentence()).contains("no delivery with this call id");
  }

  @Test
  void explains_what_each_rule_made_of_a_message() {
    rule("add", APP, "kept", "--pull", "--events", "message").success();
    rule("add", APP, "eve", "--pull", "--events", "message", "--from", "eve").success();
    String message = send("why");

    String explained = explain(APP, message).success();

    assertThat(explained)
        .contains("send at ")
        .containsPattern("kept +yes +delivering +offered " + APP)
        .containsPattern("eve +no +delivering +from does not name ann");
    assertThat(explain(APP, message, "--rule", "eve").success()).doesNotContain("kept");
    assertThat(explain(APP, "1").sentence()).contains("no such operation");
  }

  @Test
  void sends_once_more_what_was_given_up_and_what_was_not() {
    rule("add", APP, "again", url(), "--events", "message", "--retry", "vendor").success();
    status.set(500);
    send("given up");
    JsonNode keys =
        await()
            .until(
                () -> json(withData("exceptions", "list", APP, "--json").success()),
                found -> !found.isEmpty());
    status.set(200);
    String date = keys.path(0).path("date").asString();

    assertThat(withData("exceptions", "list", APP).success()).containsPattern(date + " +1 +0");
    assertThat(withData("exceptions", "retry", APP, date).success()).isEqualTo("started");
    await()
        .until(() -> withData("exceptions", "list", APP).err().contains("no callback was given"));
    assertThat(withData("exceptions", "retry", APP, date).sentence()).contains("nothing is stored");
    String callId =
        json(deliveries(APP, "--rule", "again", "--json").success())
            .path(0)
            .path("call_id")
            .asString();
    assertThat(deliveries("resend", APP, callId).success()).contains("resend").contains("running");
    assertThat(deliveries("resend", APP, "none").sentence()).contains("no delivery");
    assertThat(deliveries("resend", APP).exit()).isEqualTo(2);
    assertThat(deliveries().exit()).isEqualTo(2);
    assertThat(withData("replay", "start", APP, "--rule", "again", "--dry-run").success())
        .containsPattern("callbacks +1");
    JsonNode job =
        json(
            withData(
                    "replay",
                    "start",
                    APP,
                    "--rule",
                    "again",
                    "--since",
                    "2020-01-01T00:00:00Z",
                    "--rate",
                    "5",
                    "--json")
                .success());
    String number = job.path("id").asString();
    assertThat(withData("replay", "cancel", APP, number).success()).contains("job");
    assertThat(withData("replay", "list", APP).success())
        .contains("rule=again since=1577836800000")
        .contains("date=" + date);
    rule("remove", APP, "again").success();
  }

  private static Result explain(String... arguments) {
    return withData("explain", arguments);
  }

  private static String send(String text) {
    try (ServerApi api =
        ServerApi.withCredentials(
            URI.create(server.url()),
            new AppKey("acme", "chat"),
            new Credentials("ci", "s3cret"))) {
      return api.post(
              "/messages/users",
              Map.of(
                  "from", "ann", "to", List.of("bob"), "type", "txt", "body", Map.of("msg", text)))
          .at("/data/bob")
          .asString();
    }
  }

  private static Result rule(String... arguments) {
    return withData("rule", arguments);
  }

  private static Result deliveries(String... arguments) {
    return withData("deliveries", arguments);
  }

  private static Result withData(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return Weft.runHere(all.toArray(String[]::new));
  }

  private static String url() {
    return "http://127.0.0.1:" + appServer.getAddress().getPort() + "/";
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
