package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.OperatorRole;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The receiver that is built in: a new installation sees its first callback without another
/// program.
class BuiltInReceiverTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String BIN = "/console/api/operator/bins/first";

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private Browser oskar;

  /// As it is installed: no address of this machine is allowed.
  @BeforeEach
  void start() {
    server = RunningServer.start(data, Map.of("callback.allow", ""), Clock.systemUTC());
    server.operators().add("oskar", OperatorRole.OPERATOR, true, PASSWORD);
    server.operators().add("vera", OperatorRole.VIEWER, false, PASSWORD);
    api = server.client();
    oskar = as("oskar");
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

  private String base() {
    return oskar.get("/console/api/operator/bins").json().at("/data/url").stringValue();
  }

  private String thread() {
    api.users("user1");
    String group = api.group("user1");
    return api.thread(group, api.text("user1", group, "about"), "t", "user1");
  }

  private JsonNode received() {
    return oskar.get(BIN).json().at("/data/received");
  }

  @Test
  void shows_the_first_callback_and_its_signature_holds() {
    JsonNode rule = api.rule("{\"name\":\"first\",\"url\":\"%sfirst\"}".formatted(base()));

    String message = api.text("user1", thread(), "hello");

    JsonNode one = await().until(this::received, list -> list.size() == 1).get(0);
    assertThat(one.get("body").stringValue()).contains(message).contains("hello");
    assertThat(one.get("status").intValue()).isEqualTo(200);
    Map<String, List<String>> headers = new HashMap<>();
    one.get("headers")
        .forEach(
            header ->
                headers.put(
                    header.get("name").stringValue(), List.of(header.get("value").stringValue())));
    Reception reception =
        CallbackReceiver.builder()
            .secret(rule.get("signing_secret").stringValue())
            .build()
            .receive(
                "POST", headers, one.get("body").stringValue().getBytes(StandardCharsets.UTF_8));
    assertThat(reception).isInstanceOf(Reception.Accepted.class);
  }

  @Test
  void fails_when_it_is_told_to_and_takes_what_is_sent_again() {
    assertThat(oskar.send("PUT", BIN, "{\"status\":503}").status()).isEqualTo(200);
    api.rule(
        "{\"name\":\"first\",\"url\":\"%sfirst\",\"retry\":[\"0s\",\"50ms\",\"50ms\",\"50ms\"]}"
            .formatted(base()));
    String thread = thread();
    api.text("user1", thread, "hello");
    await().until(this::received, list -> list.size() == 4);

    assertThat(received().get(0).get("status").intValue()).isEqualTo(503);
    assertThat(oskar.send("PUT", BIN, "{\"status\":99}").status()).isEqualTo(400);
    assertThat(oskar.send("PUT", BIN, "{\"status\":200}").status()).isEqualTo(200);
    assertThat(oskar.send("DELETE", BIN, null).status()).isEqualTo(200);
    assertThat(received().size()).isZero();
    api.text("user1", thread, "again");
    await().until(this::received, list -> list.size() == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "first/x",
        "first?x=y",
        "../api",
        "..%2Fapi",
        "first/../../../operator/apps",
        "a b",
      })
  void opens_no_other_url_of_this_server(String rest) {
    String url = base() + rest;
    assertThat(
            api.post(
                    "/callbacks/rules",
                    "{\"name\":\"r\",\"url\":\"%s\"}".formatted(url.replace(" ", "%20")))
                .status())
        .as(url)
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/operator/apps",
        "http://127.0.0.1:%d/",
        "http://127.0.0.2:%d/console/bin/first",
        "http://localhost:%d/console/bin/first",
        "http://127.1:%d/console/bin/first",
        "http://[::ffff:127.0.0.1]:%d/console/bin/first",
        "http://127.0.0.1:1%d/console/bin/first",
        "https://127.0.0.1:%d/console/bin/first",
      })
  void opens_no_other_way_to_this_machine(String pattern) {
    String port = server.url().substring(server.url().lastIndexOf(':') + 1);
    String url = pattern.replace("1%d", "1").replace("%d", port);
    assertThat(
            api.post("/callbacks/rules", "{\"name\":\"r\",\"url\":\"%s\"}".formatted(url)).status())
        .as(url)
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "server.publicUrl, https://chat.example.com",
    "server.trustedProxies, 10.0.0.0/8",
    "server.management, 127.0.0.1:0",
    "server.host, 0.0.0.0",
  })
  void is_off_where_others_may_reach_the_server(String key, String value, @TempDir Path elsewhere)
      throws IOException {
    try (RunningServer open =
        RunningServer.start(
            elsewhere, Map.of("callback.allow", "", key, value), Clock.systemUTC())) {
      String token = open.operator("root", OperatorRole.ADMIN);
      String door = "http://127.0.0.1:" + open.managementPort();
      Browser browser = new Browser(door).with("Authorization", "Bearer " + token);

      assertThat(browser.get("/operator/bins").json().at("/data/on").booleanValue()).isFalse();
      assertThat(browser.get("/operator/bins/first").status()).isEqualTo(404);
      assertThat(browser.send("POST", "/console/bin/first", "{}").status()).isEqualTo(404);
      assertThat(
              open.client()
                  .post(
                      "/callbacks/rules",
                      "{\"name\":\"r\",\"url\":\"%s/console/bin/first\"}".formatted(open.url()))
                  .status())
          .isEqualTo(400);
    }
  }

  @Test
  void takes_nothing_from_pages_of_browsers() {
    for (String header : List.of("Origin", "Sec-Fetch-Site", "Cookie")) {
      Browser page = new Browser(server.url()).with(header, "null");
      assertThat(page.send("POST", "/console/bin/first", "{}").status()).isEqualTo(403);
    }
    assertThat(new Browser(server.url()).get("/console/bin/first").status()).isEqualTo(405);
    assertThat(received().size()).isZero();
  }

  @Test
  void shows_texts_to_who_may_see_them_alone() {
    new Browser(server.url()).send("POST", "/console/bin/first", "a secret plan");

    assertThat(received().get(0).get("body").stringValue()).isEqualTo("a secret plan");
    assertThat(as("vera").get(BIN).text()).doesNotContain("secret plan").contains("\"size\":13");
  }

  @Test
  void keeps_a_bounded_part_of_whatever_comes() {
    Browser anybody = new Browser(server.url());
    String large = "<script>".repeat(1 << 17);
    for (int i = 0; i < 30; i++) {
      assertThat(anybody.send("POST", "/console/bin/first", large).status()).isEqualTo(200);
    }
    JsonNode kept = received();

    assertThat(kept.size()).isBetween(1, 16);
    assertThat(kept.get(0).get("body").stringValue()).hasSize(256 << 10);
    assertThat(kept.get(0).get("size").intValue()).isEqualTo(large.length());
    assertThat(kept.get(0).get("whole").booleanValue()).isFalse();
    for (int i = 0; i < 250; i++) {
      anybody.send("POST", "/console/bin/b" + i, "x");
    }
    assertThat(oskar.get("/console/api/operator/bins").json().at("/data/bins").size())
        .isEqualTo(200);
  }
}
