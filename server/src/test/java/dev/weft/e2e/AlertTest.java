package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.config.BadSettingException;
import dev.weft.e2e.Inbox.Received;
import dev.weft.storage.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Operators are told what is wrong when it begins and when it ends, once each.
class AlertTest {

  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  @TempDir private Path data;
  private final TestClock clock = new TestClock();

  private RunningServer start(Inbox operators, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("alerts.url", operators.url());
    settings.put("alerts.diskMegabytes", "0");
    settings.putAll(more);
    return RunningServer.start(data.resolve("data"), settings, clock);
  }

  private static JsonNode next(Inbox operators, String type) {
    JsonNode event = operators.next().json();
    assertThat(event.get("type").stringValue()).isEqualTo(type);
    return event.get("data");
  }

  @Test
  void a_paused_rule_is_told_once_signed_and_so_is_its_end() throws Exception {
    try (Inbox operators = Inbox.open();
        Inbox endpoint = Inbox.open();
        RunningServer server = start(operators, Map.of("alerts.secret", SECRET))) {
      endpoint.answer(_ -> 410);
      operators.answer(failOnce());
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      api.rule(
          "{\"name\":\"lunch\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(endpoint.url()));
      api.text("user1", group, "hello");

      Received failed = operators.next();
      Received told = operators.next();
      assertThat(told.header("webhook-id")).isEqualTo(failed.header("webhook-id"));
      assertThat(told.header("webhook-signature")).isEqualTo(signature(told));
      assertThat(told.json().get("type").stringValue()).isEqualTo("weft.rule.paused");
      assertThat(told.json().at("/data/subject").stringValue()).isEqualTo("lunch");
      assertThat(told.json().at("/data/state").stringValue()).isEqualTo("open");

      endpoint.answer(_ -> 200);
      api.post("/callbacks/rules/lunch/resume", "").ok();
      clock.advance(Duration.ofMinutes(2));
      JsonNode ended = next(operators, "weft.rule.paused");
      assertThat(ended.get("state").stringValue()).isEqualTo("resolved");
      assertThat(operators.isEmpty()).isTrue();
    }
  }

  private static Function<Received, Integer> failOnce() {
    AtomicBoolean failed = new AtomicBoolean();
    return _ -> failed.getAndSet(true) ? 200 : 503;
  }

  private static String signature(Received told) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed =
        told.header("webhook-id") + "." + told.header("webhook-timestamp") + "." + told.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void little_room_on_the_disk_is_told() throws Exception {
    try (Inbox operators = Inbox.open();
        RunningServer server = start(operators, Map.of("alerts.diskMegabytes", "2000000000"))) {
      assertThat(server.url()).isNotEmpty();
      JsonNode low = next(operators, "weft.disk.low");
      assertThat(low.get("subject").stringValue()).isEqualTo("im-node-0");
      assertThat(low.get("detail").stringValue()).contains("MB are left");
    }
  }

  @Test
  void an_old_backlog_and_a_filling_storage_are_told() throws Exception {
    try (Inbox operators = Inbox.open();
        Inbox endpoint = Inbox.open();
        RunningServer server =
            start(
                operators, Map.of("alerts.backlogSeconds", "60", "alerts.storageCallbacks", "1"))) {
      endpoint.answer(_ -> 500);
      ApiClient api = server.client().users("user1");
      String group = api.group("user1");
      api.rule(
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"],\"retry\":[\"0s\",\"1h\"]}"
              .formatted(endpoint.url()));
      api.text("user1", group, "hello");
      endpoint.next();

      clock.advance(Duration.ofMinutes(5));
      JsonNode old = next(operators, "weft.backlog.old");
      assertThat(old.get("detail").stringValue()).startsWith("1 callbacks wait");

      clock.advance(Duration.ofHours(2));
      server.clockMoved();
      endpoint.next();
      JsonNode filling = next(operators, "weft.storage.filling");
      assertThat(filling.get("detail").stringValue()).startsWith("1 callbacks were given up");
    }
  }

  @Test
  void a_certificate_near_its_end_is_told() throws Exception {
    Path crt = data.resolve("tls.crt");
    Path key = data.resolve("tls.key");
    Certificates.make(data, "EC").write(crt, key);
    Map<String, String> tls =
        Map.of(
            "server.tls.listen", "127.0.0.1:0",
            "server.tls.certificate", crt.toString(),
            "server.tls.key", key.toString());
    try (Inbox operators = Inbox.open();
        RunningServer server = start(operators, tls)) {
      assertThat(server.tlsPort()).isPositive();
      assertThat(next(operators, "weft.certificate.ending").get("detail").stringValue())
          .startsWith("it ends at ");
    }
  }

  @Test
  void a_node_that_was_killed_is_told_by_who_has_taken_over() throws Exception {
    String database = PostgresServer.settings(data).getOrDefault("store.database", "");
    try (Inbox operators = Inbox.open()) {
      Path config =
          Files.writeString(
              data.resolve("weft.yaml"),
              "alerts:\n  url: %s\n  diskMegabytes: 0\n".formatted(operators.url()));
      try (ServerProcess one = node("one", config, database);
          ServerProcess other = node("other", config, database)) {
        awaitPartitions(one.url());
        awaitPartitions(other.url());
        one.kill();

        JsonNode lost = next(operators, "weft.node.lost");
        assertThat(lost.get("state").stringValue()).isEqualTo("open");
      }
    }
  }

  private ServerProcess node(String name, Path config, String database) throws Exception {
    return ServerProcess.launch(
        data.resolve(name), "--config", config.toString(), "--database", database);
  }

  private static void awaitPartitions(String url) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> MetricsPage.of(url).value("weft_node_partitions") == 128);
  }

  @Test
  void what_cannot_be_told_is_refused_at_the_start() throws Exception {
    try (Inbox operators = Inbox.open()) {
      refused(operators, "alerts.format", "pager", "alerts.format");
      refused(operators, "alerts.url", "ftp://x", "alerts.url");
      refused(operators, "alerts.secret", "not a secret", "alerts.secret");
    }
  }

  private void refused(Inbox operators, String key, String value, @Nullable String told) {
    assertThatThrownBy(() -> start(operators, Map.of(key, value)).close())
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining(told);
  }
}
