package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import dev.weft.app.operator.Operators;
import dev.weft.e2e.Browser.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets into the console, and what each may do there.
class OperatorTest {

  private static final String PASSWORD = "correct horse";
  private static final String APP = "/console/api/easemob-demo/easeim";

  @TempDir private Path data;
  private final TestClock clock = new TestClock();
  private RunningServer server;
  private Operators operators;

  @BeforeEach
  void start() {
    server = RunningServer.start(data, Map.of(), clock);
    operators = server.operators();
    operators.add("root", OperatorRole.ADMIN, true, "");
    operators.add("ada", OperatorRole.ADMIN, true, PASSWORD);
    operators.add("oskar", OperatorRole.OPERATOR, false, PASSWORD);
    operators.add("vera", OperatorRole.VIEWER, false, PASSWORD);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Browser browser() {
    return new Browser(server.url());
  }

  private Browser as(String name) {
    Browser browser = browser();
    assertThat(browser.logIn(name, PASSWORD).status()).isEqualTo(200);
    return browser;
  }

  @Test
  void every_route_is_documented_with_the_role_it_needs() {
    ApiDocument document = ApiDocument.read("openapi.yaml");

    assertThat(document.withRoles("/operator"))
        .containsExactlyInAnyOrderElementsOf(
            server.operatorRoutes().stream()
                .map(route -> route.replaceAll("\\{[^}]*}", "{}"))
                .toList());
  }

  @Test
  void every_route_is_refused_to_every_role_below_its_own_and_to_nobody_above() {
    List<String> names = List.of("vera", "oskar", "ada");
    List<Browser> browsers = names.stream().map(this::as).toList();
    List<OperatorRole> roles =
        List.of(OperatorRole.VIEWER, OperatorRole.OPERATOR, OperatorRole.ADMIN);
    assertThat(server.operatorRoutes()).isNotEmpty();
    for (String route : server.operatorRoutes()) {
      if (route.contains("/live")) {
        continue;
      }
      String[] words = route.split(" ", -1);
      OperatorRole needed = OperatorRole.of(words[2]).orElseThrow();
      String path = "/console/api" + words[1].replace("{}", "x");
      for (int i = 0; i < names.size(); i++) {
        int status = browsers.get(i).send(words[0], path, body(words[0])).status();
        if (roles.get(i).covers(needed)) {
          assertThat(status).as(route + " as " + names.get(i)).isNotIn(401, 403, 500);
        } else {
          assertThat(status).as(route + " as " + names.get(i)).isEqualTo(403);
        }
      }
      assertThat(browser().send(words[0], path, body(words[0])).status()).as(route).isEqualTo(401);
      assertThat(browser().send(words[0], words[1].replace("{}", "x"), body(words[0])).status())
          .as("without a token: " + route)
          .isEqualTo(401);
    }
  }

  private static String body(String method) {
    return method.equals("GET") ? "" : "{}";
  }

  @Test
  void a_viewer_changes_nothing_of_any_app() {
    Browser vera = as("vera");
    for (String route : server.routes()) {
      String[] words = route.split(" ", -1);
      if (!words[0].equals("GET")) {
        assertThat(vera.send(words[0], APP + words[1].replace("{}", "1"), "{}").status())
            .as(route)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void nobody_gets_a_token_of_an_app() {
    assertThat(
            as("ada")
                .send("POST", APP + "/token", "{\"grant_type\":\"client_credentials\"}")
                .status())
        .isEqualTo(403);
  }

  @Test
  void the_secrets_of_a_rule_are_shown_to_who_may_change_it_alone() {
    as("ada").send("POST", APP + "/callbacks/rules", "{\"name\":\"r\",\"delivery\":\"pull\"}");

    assertThat(as("oskar").get(APP + "/callbacks/rules/r").text()).contains("signing_secret");
    assertThat(as("vera").get(APP + "/callbacks/rules/r").json().at("/data/name").stringValue())
        .isEqualTo("r");
    assertThat(as("vera").get(APP + "/callbacks/rules/r").text()).doesNotContain("secret");
    assertThat(as("vera").get(APP + "/callbacks/rules").text()).doesNotContain("secret");
  }

  @Test
  void what_people_wrote_is_shown_to_who_may_see_it_alone_and_the_audit_log_tells() {
    ApiClient api = server.client();
    api.users("user1");
    String group = api.group("user1");
    String message = api.text("user1", group, "a secret plan");
    String thread = api.thread(group, message, "t", "user1");
    as("ada").send("POST", APP + "/callbacks/rules", "{\"name\":\"r\",\"delivery\":\"pull\"}");
    String sent = api.text("user1", thread, "another secret plan");
    String conversation =
        "/console/api/operator/threads/easemob-demo/easeim/" + thread + "/messages";
    String call =
        as("vera")
            .get("/console/api/operator/deliveries?q=" + sent)
            .json()
            .at("/data/0/call_id")
            .stringValue();
    String delivery = APP + "/callbacks/deliveries/" + call.replace("#", "%23");

    assertThat(as("ada").get(conversation).text()).contains("another secret plan");
    assertThat(as("ada").get(delivery).text()).contains("another secret plan");
    assertThat(as("vera").get(conversation).json().at("/data/0/msg_id").stringValue())
        .isEqualTo(sent);
    for (String path : List.of(conversation, delivery)) {
      assertThat(as("vera").get(path).status()).isEqualTo(200);
      assertThat(as("vera").get(path).text()).doesNotContain("secret plan");
      assertThat(as("oskar").get(path).text()).doesNotContain("secret plan");
    }
    assertThat(as("vera").get(APP + "/callbacks/events?rule=r").status()).isEqualTo(403);
    assertThat(as("ada").get("/console/api/operator/audit?operator=ada").text())
        .contains(conversation.substring("/console/api".length()))
        .contains(call.replace("#", "%23"));
  }

  @Test
  void a_link_to_one_app_shows_that_app_and_changes_nothing() {
    server.ensureApp(new AppKey("other", "app"));
    String link = operators.tenantLink(RunningServer.APP, Duration.ofHours(2));
    Browser tenant = browser();

    assertThat(tenant.enter(link).status()).isEqualTo(200);
    assertThat(tenant.get("/console/api/operator/apps").json().get("count").intValue())
        .isEqualTo(1);
    assertThat(tenant.get(APP + "/callbacks/rules").status()).isEqualTo(200);
    assertThat(tenant.get("/console/api/other/app/callbacks/rules").status()).isEqualTo(403);
    assertThat(tenant.get("/console/api/operator/deliveries?app=other%23app").status())
        .isEqualTo(404);
    assertThat(tenant.get("/console/api/operator/nodes").status()).isEqualTo(403);
    assertThat(tenant.get("/console/api/operator/overview").json().at("/data/nodes")).isEmpty();
    assertThat(
            tenant
                .send("POST", APP + "/callbacks/rules", "{\"name\":\"x\",\"delivery\":\"pull\"}")
                .status())
        .isEqualTo(403);
    assertThat(browser().enter(link).status()).as("once").isEqualTo(401);

    clock.advance(Duration.ofHours(2));
    assertThat(tenant.get("/console/api/operator/apps").status()).isEqualTo(401);
  }

  @Test
  void a_link_works_once_and_for_a_quarter_of_an_hour() {
    String first = operators.link("root");
    String second = operators.link("root");

    assertThat(browser().enter(first).status()).isEqualTo(200);
    assertThat(browser().enter(first).status()).isEqualTo(401);
    clock.advance(Operators.LINK_LIFE);
    assertThat(browser().enter(second).status()).isEqualTo(401);
  }

  @Test
  void the_cookie_is_for_this_page_and_for_no_script() {
    Page page = browser().logIn("ada", PASSWORD);

    assertThat(page.header("Set-Cookie"))
        .contains("Path=/console;")
        .contains("HttpOnly")
        .contains("SameSite=Strict");
    assertThat(
            browser()
                .with("X-Forwarded-Proto", "https")
                .logIn("ada", PASSWORD)
                .header("Set-Cookie"))
        .contains("Secure");
  }

  @Test
  void a_session_that_was_planted_is_over_with_the_log_in() {
    Browser attacker = as("vera");
    Browser victim = browser().cookie(attacker.cookie());

    victim.logIn("ada", PASSWORD);

    assertThat(victim.cookie()).isNotEqualTo(attacker.cookie());
    assertThat(attacker.get("/console/session").status()).isEqualTo(401);
    assertThat(victim.get("/console/session").json().get("name").stringValue()).isEqualTo("ada");
  }

  @Test
  void another_page_can_ask_nothing() {
    Browser ada = as("ada");

    assertThat(ada.with("X-Weft-Console", null).get("/console/api/operator/apps").status())
        .isEqualTo(403);
    ada.with("X-Weft-Console", "1");
    assertThat(ada.with("Origin", "http://evil.example").get("/console/session").status())
        .isEqualTo(403);
    ada.with("Origin", null);
    assertThat(ada.with("Sec-Fetch-Site", "cross-site").get("/console/session").status())
        .isEqualTo(403);
    assertThat(ada.with("Sec-Fetch-Site", "same-origin").get("/console/session").status())
        .isEqualTo(200);
  }

  @Test
  void logging_out_counts_at_once_here_and_everywhere() {
    Browser first = as("ada");
    Browser second = as("ada");
    Browser third = as("ada");

    String old = first.cookie();
    first.send("DELETE", "/console/session", null);
    assertThat(first.cookie(old).get("/console/session").status()).isEqualTo(401);
    assertThat(second.get("/console/session").status()).isEqualTo(200);
    second.send("DELETE", "/console/sessions", null);
    assertThat(third.get("/console/session").status()).isEqualTo(401);
  }

  @Test
  void a_lowered_role_a_new_password_and_a_removal_count_at_once() {
    Browser oskar = as("oskar");
    operators.change("oskar", OperatorRole.VIEWER, null, null);
    assertThat(oskar.get("/console/session").json().get("role").stringValue()).isEqualTo("viewer");
    assertThat(oskar.send("POST", "/console/api/operator/links", "{}").status()).isEqualTo(403);

    operators.change("oskar", null, null, "another password");
    assertThat(oskar.get("/console/session").status()).isEqualTo(401);

    Browser vera = as("vera");
    as("ada").send("DELETE", "/console/api/operator/operators/vera", null);
    assertThat(vera.get("/console/session").status()).isEqualTo(401);
  }

  @Test
  void the_last_admin_stays() {
    Browser ada = as("ada");
    ada.send("DELETE", "/console/api/operator/operators/root", null);

    Page removed = ada.send("DELETE", "/console/api/operator/operators/ada", null);
    Page lowered = ada.send("PUT", "/console/api/operator/operators/ada", "{\"role\":\"viewer\"}");

    assertThat(removed.status()).isEqualTo(400);
    assertThat(lowered.status()).isEqualTo(400);
    assertThat(ada.get("/console/api/operator/operators").status()).isEqualTo(200);
  }

  @Test
  void guessing_is_slowed_down_by_name_and_by_address() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      statuses.add(browser().logIn("ada", "guess number " + i).status());
    }

    assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429, 429);
    assertThat(browser().logIn("ada", PASSWORD).status()).as("the right one").isEqualTo(429);
    assertThat(browser().enter("no-such-link").status()).as("from here").isEqualTo(429);
    clock.advance(Duration.ofMinutes(16));
    assertThat(browser().logIn("ada", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void an_unknown_name_and_a_wrong_password_are_told_alike() {
    Page unknown = browser().logIn("nobody", PASSWORD);
    Page wrong = browser().logIn("ada", "wrong password");
    Page without = browser().logIn("root", "");

    assertThat(unknown.json().get("error_description"))
        .isEqualTo(wrong.json().get("error_description"));
    assertThat(without.status()).as("an operator without a password").isEqualTo(401);
  }

  @Test
  void the_page_lets_nothing_in_and_is_framed_by_nobody() {
    Page page = browser().get("/console/deliveries");

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    for (String path : List.of("..%2Findex.html", "..%2F..%2Fweft.yaml", "%2e%2e%2fweft.yaml")) {
      assertThat(browser().get("/console/assets/" + path).status()).as(path).isEqualTo(404);
    }
    assertThat(browser().get("/console/assets/../../weft.yaml").text()).doesNotContain("callback:");
  }

  @Test
  void no_secret_of_a_session_or_link_is_in_the_audit_log() {
    String link = operators.link("ada");
    Browser ada = browser();
    ada.enter(link);

    String log = ada.get("/console/api/operator/audit").text();

    assertThat(log)
        .contains("login by link")
        .doesNotContain(link)
        .doesNotContain(String.valueOf(ada.cookie()));
  }

  @Test
  void elsewhere_than_on_loopback_the_console_is_off_until_there_is_an_operator(
      @TempDir Path elsewhere) throws IOException {
    try (RunningServer open =
        RunningServer.start(elsewhere, Map.of("server.host", "0.0.0.0"), clock)) {
      Browser browser = new Browser(open.url());
      assertThat(browser.get("/console/").status()).isEqualTo(403);
      assertThat(browser.get("/console/session").status()).isEqualTo(403);
      assertThat(browser.get("/operator/apps").status()).isEqualTo(403);

      open.operators().add("ada", OperatorRole.ADMIN, false, PASSWORD);

      assertThat(browser.logIn("ada", PASSWORD).status()).isEqualTo(200);
    }
  }
}
