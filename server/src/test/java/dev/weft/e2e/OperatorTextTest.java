package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.AppKey;
import dev.weft.app.OperatorRole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people wrote is shown to nobody without the right, by whatever route: the routes are those
/// that there are, so a new one is asked as well.
@Tag("slow")
class OperatorTextTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String PLAN = "zebraplan";
  private static final String APP = "/console/api/easemob-demo/easeim";

  @TempDir private Path data;
  private RunningServer server;

  /// What may stand in a path.
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void start() {
    server = RunningServer.start(data, Map.of(), Clock.systemUTC());
    server.operators().add("ada", OperatorRole.ADMIN, true, PASSWORD);
    server.operators().add("oskar", OperatorRole.OPERATOR, false, PASSWORD);
    server.operators().add("vera", OperatorRole.VIEWER, false, PASSWORD);
    ApiClient api = server.client();
    api.users("user1", "user2");
    api.rule("{\"name\":\"r\",\"delivery\":\"pull\",\"events\":[\"thread\",\"message\"]}");
    String group = api.group("user1", "user2");
    String thread = api.thread(group, api.text("user1", group, PLAN + " one"), "t", "user1");
    String message = api.text("user1", thread, PLAN + " two");
    api.post(
            "/messages/users",
            """
            {"from":"user1","to":["user2"],"type":"txt","body":{"msg":"%s three"}}
            """
                .formatted(PLAN))
        .ok();
    String call =
        await()
            .until(
                () -> api.get("/callbacks/deliveries?msg_id=" + message).data(), l -> l.size() > 0)
            .get(0)
            .get("call_id")
            .stringValue();
    ids.addAll(List.of("user1", group, thread, message, "r", call.replace("#", "%23")));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Browser as(String name) {
    Browser browser = new Browser(server.url());
    assertThat(browser.logIn(name, PASSWORD).status()).isEqualTo(200);
    return browser;
  }

  /// The path with every combination of ids at its `{}`.
  private List<String> filled(String pattern) {
    if (!pattern.contains("{}")) {
      return List.of(pattern);
    }
    return ids.stream().flatMap(id -> filled(pattern.replaceFirst("\\{}", id)).stream()).toList();
  }

  private static boolean answersAtOnce(String pattern) {
    return !pattern.contains("/stream") && !pattern.contains("/live");
  }

  private List<String> reads() {
    List<String> paths = new ArrayList<>();
    for (String route : server.routes()) {
      String[] words = route.split(" ", -1);
      if (words[0].equals("GET") && answersAtOnce(words[1])) {
        filled(words[1]).forEach(path -> paths.add(APP + path + "?rule=r"));
      }
    }
    for (String route : server.operatorRoutes()) {
      String[] words = route.split(" ", -1);
      if (words[0].equals("GET") && answersAtOnce(words[1])) {
        String named = words[1].replaceFirst("\\{}/\\{}", "easemob-demo/easeim");
        filled(named).forEach(path -> paths.add("/console/api" + path));
      }
    }
    return paths;
  }

  @Test
  void no_route_shows_a_text_to_who_may_not_see_it() {
    Browser ada = as("ada");
    Browser vera = as("vera");
    Browser oskar = as("oskar");
    Set<String> shown = new TreeSet<>();
    Set<String> leaks = new TreeSet<>();
    for (String path : reads()) {
      Browser.Page full = ada.get(path);
      assertThat(full.status()).as(path).isNotEqualTo(500);
      if (full.text().contains(PLAN)) {
        shown.add(path.replaceAll("[0-9]{6,}", "ID"));
        if (vera.get(path).text().contains(PLAN)) {
          leaks.add("vera: " + path.replaceAll("[0-9]{6,}", "ID"));
        }
        if (oskar.get(path).text().contains(PLAN)) {
          leaks.add("oskar: " + path.replaceAll("[0-9]{6,}", "ID"));
        }
      }
    }
    assertThat(leaks).as("what shows texts to who may not see them").isEmpty();
    assertThat(shown)
        .as("what shows texts to who may see them")
        .hasSizeGreaterThanOrEqualTo(4)
        .anyMatch(path -> path.contains("/callbacks/deliveries/"))
        .anyMatch(path -> path.contains("/callbacks/events"))
        .anyMatch(path -> path.contains("/operator/threads/"));
  }

  @Test
  void no_route_of_an_app_breaks_when_an_operator_calls_it() {
    Browser oskar = as("oskar");
    for (String route : server.routes()) {
      String[] words = route.split(" ", -1);
      if (answersAtOnce(words[1])) {
        String path = APP + words[1].replace("{}", "user1");
        assertThat(oskar.send(words[0], path, words[0].equals("GET") ? null : "{}").status())
            .as(route)
            .isNotEqualTo(500);
      }
    }
  }

  @Test
  void searching_texts_is_reading_them() {
    String search = APP + "/users/user1/messages/search/get";
    String body = "{\"data\":{\"keyword\":\"%s\"}}".formatted(PLAN);

    assertThat(as("ada").send("POST", search, body).text()).contains(PLAN);
    assertThat(as("oskar").send("POST", search, body).status()).isEqualTo(403);
    assertThat(as("vera").send("POST", search, body).status()).isEqualTo(403);
  }

  @Test
  void looking_at_the_newest_messages_of_threads_is_reading_them() {
    String newest = APP + "/thread/message";
    String body = "{\"threadIds\":[\"%s\"]}".formatted(ids.get(2));

    assertThat(as("ada").send("POST", newest, body).text()).contains(PLAN);
    assertThat(as("oskar").send("POST", newest, body).status()).isEqualTo(403);
  }

  /// What an operator may change who may not see texts: how callbacks go on, what is said, who is
  /// kept from speaking. Whoever adds a route here has thought about who sees texts by it.
  private static final List<String> CHANGES_WITHOUT_TEXTS =
      List.of(
          "PUT /callbacks/rules/{}",
          "POST /callbacks/rules/{}/test",
          "POST /callbacks/rules/{}/resume",
          "POST /callbacks/rules/{}/retry",
          "POST /callbacks/storage/retry",
          "POST /callback/storage/retry",
          "POST /callbacks/replay",
          "POST /callbacks/deliveries/{}/resend",
          "POST /callbacks/consumers/{}/commit",
          "POST /messages",
          "POST /messages/users",
          "POST /messages/chatgroups",
          "POST /messages/chatgroups/users",
          "POST /messages/chatrooms",
          "POST /chatroom/{}/messages",
          "POST /messages/chatrooms/users",
          "POST /messages/broadcast",
          "POST /messages/users/broadcast",
          "POST /messages/chatrooms/broadcast",
          "POST /messages/msg_recall",
          "POST /messages/batch_recall",
          "POST /messages/recall",
          "PUT /messages/rewrite/{}",
          "POST /reaction/user/{}",
          "POST /mutes",
          "POST /users/{}/deactivate",
          "POST /chatgroups/{}/mute",
          "POST /chatgroups/{}/ban",
          "POST /chatgroups/{}/disable",
          "POST /chatrooms/{}/mute",
          "POST /chatrooms/{}/ban");

  @Test
  void who_may_not_see_texts_changes_nothing_by_which_others_would() {
    Browser oskar = as("oskar");
    for (String route : server.routes()) {
      String[] words = route.split(" ", -1);
      if (!words[0].equals("GET")
          && !words[0].equals("DELETE")
          && !CHANGES_WITHOUT_TEXTS.contains(route)) {
        String path = APP + words[1].replace("{}", "user1");
        assertThat(oskar.send(words[0], path, "{}").status()).as(route).isEqualTo(403);
      }
    }
    assertThat(server.routes()).containsAll(CHANGES_WITHOUT_TEXTS);
  }

  @Test
  void who_only_looks_signs_nobody_out() {
    for (String path : List.of("/users/user1/disconnect", "/users/user1/disconnect/web")) {
      assertThat(as("vera").get(APP + path).status()).isEqualTo(403);
      assertThat(as("oskar").get(APP + path).status()).isEqualTo(200);
    }
    assertThat(as("ada").get("/console/api/operator/audit").text())
        .contains("GET /users/user1/disconnect");
  }

  @Test
  void who_may_not_see_texts_has_them_sent_nowhere_else() {
    Browser oskar = as("oskar");
    String url = "http://127.0.0.1:9/of-his-own";
    String rule = APP + "/callbacks/rules/r";

    assertThat(
            oskar
                .send(
                    "POST",
                    APP + "/callbacks/rules",
                    "{\"name\":\"his\",\"events\":[\"message\"],\"url\":\"%s\"}".formatted(url))
                .status())
        .isEqualTo(403);
    assertThat(oskar.send("PUT", rule, "{\"url\":\"%s\"}".formatted(url)).status()).isEqualTo(403);
    assertThat(oskar.send("PUT", rule, "{\"enabled\":true,\"events\":[\"message\"]}").status())
        .isEqualTo(403);
    String resend = APP + "/callbacks/deliveries/" + ids.getLast() + "/resend";
    String elsewhere = "\"target_url\":\"%s\"}".formatted(url);
    assertThat(oskar.send("POST", resend, "{" + elsewhere).status()).isEqualTo(403);
    String replay = APP + "/callbacks/replay";
    assertThat(oskar.send("POST", replay, "{\"since\":0," + elsewhere).status()).isEqualTo(403);
    assertThat(
            oskar
                .send("PUT", APP + "/moderation/webhook", "{\"url\":\"%s\"}".formatted(url))
                .status())
        .isEqualTo(403);

    assertThat(oskar.send("POST", replay, "{\"since\":0,\"dry_run\":true}").status())
        .as("to where they went anyway")
        .isEqualTo(200);
    assertThat(oskar.send("PUT", rule, "{\"enabled\":false}").status()).isEqualTo(200);
    assertThat(as("ada").send("PUT", rule, "{\"enabled\":true,\"events\":[\"message\"]}").status())
        .isEqualTo(200);
  }

  @Test
  void who_may_not_see_texts_gives_that_right_to_nobody() {
    server.operators().add("alva", OperatorRole.ADMIN, false, PASSWORD);
    Browser alva = as("alva");
    String operators = "/console/api/operator/operators";
    String secret = "{\"password\":\"%s\"}".formatted(PASSWORD + " 2");

    assertThat(alva.send("POST", operators, "{\"name\":\"eva\",\"text\":true}").status())
        .isEqualTo(403);
    assertThat(alva.send("PUT", operators + "/alva", "{\"text\":true}").status()).isEqualTo(403);
    assertThat(alva.send("PUT", operators + "/ada", secret).status()).isEqualTo(403);
    assertThat(alva.send("POST", operators + "/ada/link", "{}").status()).isEqualTo(403);
    assertThat(
            as("oskar")
                .send("POST", "/console/api/operator/links", "{\"app\":\"easemob-demo#easeim\"}")
                .status())
        .isEqualTo(403);

    assertThat(alva.send("POST", operators, "{\"name\":\"eva\"}").status()).isEqualTo(200);
    assertThat(alva.send("POST", operators + "/vera/link", "{}").status()).isEqualTo(200);
    assertThat(alva.send("PUT", operators + "/vera", secret).status()).isEqualTo(200);
    assertThat(as("ada").send("PUT", operators + "/alva", "{\"text\":true}").status())
        .isEqualTo(200);
  }

  @Test
  void a_link_to_one_app_opens_no_call_that_changes_anything_and_no_other_app() {
    server.ensureApp(new AppKey("other", "app"));
    Browser tenant = new Browser(server.url());
    String secret = server.operators().tenantLink(RunningServer.APP, Duration.ofHours(1));
    assertThat(tenant.enter(secret).status()).isEqualTo(200);
    for (String route : server.routes()) {
      String[] words = route.split(" ", -1);
      String path = words[1].replace("{}", "1");
      if (!words[0].equals("GET")) {
        assertThat(tenant.send(words[0], APP + path, "{}").status()).as(route).isEqualTo(403);
      }
      if (answersAtOnce(words[1])) {
        assertThat(tenant.send(words[0], "/console/api/other/app" + path, null).status())
            .as("other app: " + route)
            .isEqualTo(403);
      }
    }
    for (String route : server.operatorRoutes()) {
      String[] words = route.split(" ", -1);
      if (!words[0].equals("GET")) {
        String path = "/console/api" + words[1].replace("{}", "x");
        // To see what a rule would match changes nothing.
        boolean asks = words[1].endsWith("/match");
        assertThat(tenant.send(words[0], path, "{}").status())
            .as(route)
            .satisfiesAnyOf(
                status -> assertThat(status).isEqualTo(403), status -> assertThat(asks).isTrue());
      }
    }
  }
}
