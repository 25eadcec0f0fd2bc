package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Tokens end while clients of the vendor's SDKs are logged in (MSYNC contract, section 4).
@Tag("slow")
@Timeout(180)
class SdkTokenTest extends SdkTest {

  private static final int SHORT_SECONDS = 12;

  @AfterEach
  void noAccident() {
    sdks.requireNoAccident();
  }

  private String shortToken(String user) {
    return fixture
        .api
        .post(
            "/token",
            "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"pw\",\"ttl\":%d}"
                .formatted(user, SHORT_SECONDS))
        .ok()
        .get("access_token")
        .stringValue();
  }

  private void open(String client, String sdk, String token) {
    sdks.create(client, sdk, fixture.url(), fixture.webSocket);
    JsonNode _ = sdks.call(client, "open", Map.of("user", client, "accessToken", token));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_client_is_warned_and_goes_on_with_a_newer_token_or_is_put_out(String sdk) {
    fixture.register("anna", "ben");
    open("anna", sdk, shortToken("anna"));
    open("ben", sdk, shortToken("ben"));

    var _ = sdks.await("anna", "onTokenWillExpire");
    JsonNode renewed = sdks.call("anna", "renewToken", fixture.tokenOf("anna"));
    assertThat(renewed.path("status").asBoolean()).isTrue();
    var _ = sdks.await("ben", "onTokenExpired");
    var _ = sdks.await("ben", "onDisconnected");

    assertThat(sdks.of("anna", "onTokenExpired")).isEmpty();
    assertThat(sdks.of("anna", "onDisconnected")).isEmpty();
    assertThat(fixture.textToUser("anna", "ben", "still here").path("serverMsgId").asString())
        .isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_login_with_a_token_that_has_ended_says_so(String sdk) {
    fixture.register("anna");
    String token = shortToken("anna");
    open("anna", sdk, token);
    var _ = sdks.await("anna", "onTokenExpired");

    sdks.create("again", sdk, fixture.url(), fixture.webSocket);
    SdkClients.SdkException refused =
        catchThrowableOfType(
            SdkClients.SdkException.class,
            () -> sdks.call("again", "open", Map.of("user", "anna", "accessToken", token)));

    assertThat(refused.type()).isEqualTo(56);
  }
}
