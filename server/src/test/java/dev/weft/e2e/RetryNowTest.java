package dev.weft.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A person brings retries forward. The clock stands still, so that nothing is due by itself.
class RetryNowTest {

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String message;

  @BeforeEach
  void have_a_callback_that_waits_for_its_retry() throws IOException {
    inbox = Inbox.open();
    Clock still = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
    server = RunningServer.start(data, Map.of(), still);
    api = server.client();
    api.users("user1");
    String group = api.group("user1");
    String thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
    api.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
    inbox.answer(_ -> 503);
    message = api.text("user1", thread, "first");
    String _ = api.text("user1", thread, "second");
    inbox.next();
    await().until(() -> delivery().get("attempts").intValue() == 1);
    assertThat(delivery().get("state").stringValue()).isEqualTo("pending");
    assertThat(delivery().has("next_attempt")).isTrue();
    inbox.answer(_ -> 200);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private JsonNode delivery() {
    return api.get("/callbacks/deliveries?msg_id=" + message).data().get(0);
  }

  private void assertBothArriveInOrder() {
    assertThat(inbox.next().body()).contains("first");
    assertThat(inbox.next().body()).contains("second");
    await().until(() -> delivery().get("state").stringValue().equals("delivered"));
  }

  @Test
  void a_resend_of_a_pending_callback_makes_its_retry_now() {
    String call = URLEncoder.encode(delivery().get("call_id").stringValue(), UTF_8);

    JsonNode answer = api.post("/callbacks/deliveries/" + call + "/resend", "{}").data();

    assertThat(answer.get("state").stringValue()).isEqualTo("pending");
    assertThat(answer.get("retried").intValue()).isEqualTo(1);
    assertBothArriveInOrder();
  }

  @Test
  void the_retries_of_a_rule_are_made_now() {
    assertThat(api.post("/callbacks/rules/r/retry", "").data().get("name").stringValue())
        .isEqualTo("r");

    assertBothArriveInOrder();
    api.post("/callbacks/rules/none/retry", "")
        .isError(404, "resource_not_found", "there is no callback rule named \"none\"");
  }
}
