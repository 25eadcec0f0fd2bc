package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What somebody follows of others ends with the time of the subscription, and what a device has
/// said ends with its session.
@Timeout(180)
class PresenceExpiryTest {

  private final TestClock clock = new TestClock();

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data, Map.of(), clock);
    fixture.register("anna", "ben", "cleo");
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private void follow(String reader, String user, int seconds) {
    var _ =
        as(reader)
            .post(
                "/users/%s/presence/%d".formatted(reader, seconds),
                "{\"usernames\":[\"%s\"]}".formatted(user))
            .ok();
  }

  private void say(String user, String text) {
    var _ =
        as(user)
            .post("/users/%s/presence/r/1".formatted(user), "{\"ext\":\"%s\"}".formatted(text))
            .ok();
  }

  private JsonNode presenceOf(String user) {
    return as("anna")
        .post("/users/anna/presence", "{\"usernames\":[\"%s\"]}".formatted(user))
        .ok()
        .at("/result/0");
  }

  private ApiClient as(String user) {
    return fixture.api.withToken(fixture.tokenOf(user));
  }

  /// The next notice of a presence.
  private static JsonNode told(MSyncClient client) {
    while (true) {
      CommSyncDL push = client.nextSync();
      for (Meta meta : push.getMetasList()) {
        if (meta.getNs() == NameSpace.NOTIFY) {
          JsonNode notice = ApiClient.JSON.readTree(meta.getPayload().toStringUtf8());
          assertThat(notice.path("type").asString()).isEqualTo("presence");
          assertThat(notice.at("/data/values")).hasSize(1);
          return notice.at("/data/values/0");
        }
      }
    }
  }

  @Test
  void nothing_is_told_after_the_end_of_a_subscription_until_it_is_made_anew() {
    try (MSyncClient anna = fixture.loggedIn("anna")) {
      follow("anna", "ben", 60);
      follow("anna", "cleo", 3_600);
      long end = clock.instant().getEpochSecond() + 60;
      assertThat(presenceOf("ben").path("expiry").asLong()).isBetween(end - 30, end);

      clock.advance(Duration.ofSeconds(61));

      say("ben", "not told");
      say("cleo", "told");
      assertThat(told(anna).path("uid").asString()).isEqualTo("cleo");
      assertThat(presenceOf("ben").path("expiry").asLong()).isZero();
      JsonNode list = as("anna").get("/users/anna/presence/sublist?pageNum=1&pageSize=10").ok();
      assertThat(list.at("/result/totalnum").asInt()).isEqualTo(1);
      assertThat(list.at("/result/sublist/0/uid").asString()).isEqualTo("cleo");

      follow("anna", "ben", 60);
      say("ben", "told again");
      assertThat(told(anna).path("ext").asString()).isEqualTo("told again");
    }
  }

  @Test
  void a_subscription_that_is_made_again_lasts_from_then_on() {
    try (MSyncClient anna = fixture.loggedIn("anna")) {
      follow("anna", "ben", 60);
      clock.advance(Duration.ofSeconds(40));
      follow("anna", "ben", 60);
      clock.advance(Duration.ofSeconds(40));

      say("ben", "still told");

      assertThat(told(anna).path("ext").asString()).isEqualTo("still told");
    }
  }

  @Test
  void a_device_that_vanishes_takes_with_it_what_it_has_said() {
    try (MSyncClient anna = fixture.loggedIn("anna")) {
      follow("anna", "ben", 3_600);
      try (MSyncClient _ = fixture.loggedIn("ben")) {
        assertThat(told(anna).at("/status/r").asString()).isEqualTo("1");
        var _ = as("ben").post("/users/ben/presence/r/100", "{\"ext\":\"busy\"}").ok();
        assertThat(told(anna).at("/status/r").asString()).isEqualTo("100");
        // Its connection breaks: no frame says so.
      }
      assertThat(told(anna).at("/status/r").asString()).isEqualTo("0");
      assertThat(presenceOf("ben").at("/status/r").asString()).isEqualTo("0");

      try (MSyncClient _ = fixture.loggedIn("ben")) {
        assertThat(told(anna).at("/status/r").asString()).isEqualTo("1");
      }
    }
  }
}
