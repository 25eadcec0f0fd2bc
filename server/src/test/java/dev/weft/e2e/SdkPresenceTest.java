package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Users of the vendor's SDKs follow how others are.
@Timeout(120)
class SdkPresenceTest extends SdkTest {

  private static final String CHANGED = "onPresenceStatusChange";

  @AfterEach
  void noAccident() {
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_reader_is_told_of_logins_of_what_users_say_and_of_logouts(String sdk) {
    fixture.logIn(sdk, "anna");
    fixture.register("ben");
    JsonNode subscribed =
        sdks.call("anna", "subscribePresence", Map.of("usernames", List.of("ben"), "expiry", 3600));
    assertThat(subscribed.at("/data/result/0/uid").asString()).isEqualTo("ben");
    assertThat(subscribed.at("/data/result/0/status")).isEmpty();
    // SDK 5 takes no text.
    assertThat(subscribed.at("/data/result/0/expiry").isNumber()).isTrue();
    assertThat(subscribed.at("/data/result/0/last_time").isNumber()).isTrue();
    assertThat(subscribed.at("/data/result/0/expiry").asLong())
        .isBetween(Instant.now().getEpochSecond() + 3500, Instant.now().getEpochSecond() + 3600);

    fixture.open("ben", sdk, "ben");
    JsonNode online = changed("anna");
    assertThat(online.path("userId").asString()).isEqualTo("ben");
    assertThat(online.at("/statusDetails/0/status").asInt()).isEqualTo(1);
    assertThat(online.path("expire").asLong()).isGreaterThan(Instant.now().getEpochSecond());
    assertThat(online.path("lastTime").asLong())
        .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(30L));

    sdks.call("ben", "publishPresence", Map.of("description", "busy 忙"));
    assertThat(changed("anna").path("ext").asString()).isEqualTo("busy 忙");

    sdks.call("ben", "close");
    JsonNode gone = changed("anna");
    assertThat(gone.at("/statusDetails/0/status").asInt()).isZero();
    assertThat(gone.at("/statusDetails/0/device")).isEqualTo(online.at("/statusDetails/0/device"));
  }

  private JsonNode changed(String client) {
    return sdks.await(client, CHANGED).data().path(0);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void whom_a_user_follows_is_listed_and_can_be_ended(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    sdks.call(
        "anna", "subscribePresence", Map.of("usernames", List.of("ben", "cleo"), "expiry", 60));
    JsonNode page =
        sdks.call("anna", "getSubscribedPresencelist", Map.of("pageNum", 1, "pageSize", 1))
            .at("/data/result");
    assertThat(page.path("totalnum").asInt()).isEqualTo(2);
    assertThat(page.at("/sublist/0/uid").asString()).isEqualTo("ben");
    assertThat(
            sdks.call("anna", "getSubscribedPresencelist", Map.of("pageNum", 2, "pageSize", 1))
                .at("/data/result/sublist/0/uid")
                .asString())
        .isEqualTo("cleo");

    sdks.call("anna", "unsubscribePresence", Map.of("usernames", List.of("ben")));
    assertThat(
            sdks.call("anna", "getSubscribedPresencelist", Map.of("pageNum", 1, "pageSize", 10))
                .at("/data/result/sublist"))
        .hasSize(1);

    sdks.call("ben", "publishPresence", Map.of("description", "not told"));
    sdks.call("cleo", "publishPresence", Map.of("description", "told"));
    assertThat(changed("anna").path("userId").asString()).isEqualTo("cleo");
    assertThat(sdks.of("anna", CHANGED)).isEmpty();
    JsonNode asked =
        sdks.call("anna", "getPresenceStatus", Map.of("usernames", List.of("ben")))
            .at("/data/result/0");
    assertThat(asked.path("ext").asString()).isEqualTo("not told");
    assertThat(asked.path("status").values().iterator().next().asString()).isEqualTo("1");
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_subscription_that_is_too_long_is_refused(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    SdkException refused =
        catchThrowableOfType(
            SdkException.class,
            () ->
                sdks.call(
                    "anna",
                    "subscribePresence",
                    Map.of("usernames", List.of("ben"), "expiry", 2_592_001)));
    assertThat(refused).hasMessageContaining("expiry must be 1 to 2592000");
  }
}
