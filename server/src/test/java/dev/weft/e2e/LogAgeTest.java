package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.chat.SteppingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The delivery log is as long as the settings say.
class LogAgeTest {

  private static final int OLD = 1_200;

  @TempDir private Path data;
  private final SteppingClock clock = new SteppingClock();

  @Test
  void what_is_finished_goes_by_age_and_what_waits_stays() throws IOException {
    String waiting;
    try (RunningServer server = start("30")) {
      ApiClient api = server.client();
      api.rule(
          "{\"name\":\"dead\",\"url\":\"http://127.0.0.1:1/\",\"events\":[\"message\"],\"from\":[\"ann\"]}");
      waiting = send(api, "ann");
      api.rule("{\"name\":\"all\",\"delivery\":\"pull\",\"events\":[\"message\"]}");
      for (int i = 0; i < OLD; i++) {
        send(api, "bob");
      }
      clock.step(Duration.ofDays(31));
      send(api, "bob");
    }

    try (RunningServer server = start("0")) {
      assertThat(events(server.client()).get("count").intValue()).isEqualTo(100);
    }
    try (RunningServer server = start("30")) {
      ApiClient api = server.client();
      await().until(() -> events(api).get("count").intValue() == 1);

      assertThat(api.get("/callbacks/deliveries?msg_id=" + waiting).data()).hasSize(1);
      assertThat(api.get("/callbacks/explain?msg_id=" + waiting).data()).hasSize(1);
      assertThat(api.get("/callbacks/deliveries").data()).hasSize(2);
    }
  }

  private RunningServer start(String days) {
    return RunningServer.start(data, Map.of("callback.logDays", days), clock);
  }

  private static JsonNode events(ApiClient api) {
    return api.get("/callbacks/events?rule=all&limit=100").ok();
  }

  private static String send(ApiClient api, String from) {
    return api.post(
            "/messages/users",
            "{\"from\":\"%s\",\"to\":[\"eve\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}"
                .formatted(from))
        .data()
        .get("eve")
        .stringValue();
  }
}
