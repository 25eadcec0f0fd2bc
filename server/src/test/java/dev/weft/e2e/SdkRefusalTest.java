package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// What is not allowed is refused with the error that the vendor's SDKs have for it.
@Tag("slow")
@Timeout(180)
class SdkRefusalTest extends SdkTest {

  @Override
  SdkHouse open() {
    return SdkHouse.start(
        data,
        Map.of("chat.recallWindowSeconds", "0", "chat.editsPerMessage", "1"),
        Clock.systemUTC());
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_login_without_a_right(String sdk) {
    fixture.register("anna", "ben", "gone", "banned");
    String gone = fixture.tokenOf("gone");
    String banned = fixture.tokenOf("banned");
    var _ = fixture.api.delete("/users/gone").ok();
    var _ = fixture.api.post("/users/banned/deactivate", "").ok();

    assertThat(loginError(sdk, "anna", "not a token")).isEqualTo(28);
    assertThat(loginError(sdk, "anna", fixture.tokenOf("ben"))).isEqualTo(28);
    assertThat(loginError(sdk, "gone", gone)).isEqualTo(204);
    assertThat(loginError(sdk, "banned", banned)).isEqualTo(57);
    sdks.requireNoAccident();
  }

  private int loginError(String sdk, String user, String token) {
    String client = user + token.hashCode();
    sdks.create(client, sdk, fixture.url(), fixture.webSocket);
    return typeOf(() -> sdks.call(client, "open", Map.of("user", user, "accessToken", token)));
  }

  private static int typeOf(ThrowingCallable call) {
    return catchThrowableOfType(SdkException.class, call).type();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_message_that_may_not_be_sent(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = fixture.makeGroup("anna", "ben");

    assertThat(typeOf(() -> fixture.text("cleo", group, "x"))).isEqualTo(602);
    assertThat(typeOf(() -> fixture.text("cleo", "123456789012345", "x"))).isEqualTo(605);
    assertThat(typeOf(() -> fixture.text("ben", group, "x".repeat(6_000)))).isEqualTo(511);

    var _ = fixture.api.post("/chatgroups/" + group + "/mute", mute("ben")).ok();
    assertThat(typeOf(() -> fixture.text("ben", group, "x"))).isEqualTo(507);
    var _ = fixture.api.delete("/chatgroups/" + group + "/mute/ben").ok();

    var _ = fixture.api.post("/chatgroups/" + group + "/ban", "").ok();
    assertThat(typeOf(() -> fixture.text("ben", group, "x"))).isEqualTo(506);
    var _ = fixture.api.delete("/chatgroups/" + group + "/ban").ok();

    var _ = fixture.api.post("/chatgroups/" + group + "/disable", "").ok();
    assertThat(typeOf(() -> fixture.text("ben", group, "x"))).isEqualTo(608);
    var _ = fixture.api.post("/chatgroups/" + group + "/enable", "").ok();

    var _ =
        fixture
            .api
            .post("/mutes", "{\"username\":\"ben\",\"chat\":-1,\"groupchat\":-1,\"chatroom\":-1}")
            .ok();
    assertThat(typeOf(() -> fixture.text("ben", group, "x"))).isEqualTo(219);
    assertThat(typeOf(() -> fixture.textToUser("ben", "anna", "x"))).isEqualTo(219);

    var _ = fixture.api.post("/users/anna/blocks/users", "{\"usernames\":[\"cleo\"]}").ok();
    assertThat(typeOf(() -> fixture.textToUser("cleo", "anna", "x"))).isEqualTo(603);
    JsonNode _ = fixture.text("anna", group, "the owner may");
    sdks.requireNoAccident();
  }

  private static String mute(String user) {
    return "{\"usernames\":[\"%s\"],\"mute_duration\":-1}".formatted(user);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_change_that_may_not_be_made(String sdk) throws Exception {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.text("anna", group, "x").path("serverMsgId").asString();

    assertThat(typeOf(() -> sdks.modify("ben", id, group, "y"))).isEqualTo(603);
    assertThat(typeOf(() -> sdks.modify("anna", "1234567890123456789", group, "y")))
        .isEqualTo(1302);
    JsonNode _ = sdks.modify("anna", id, group, "y");
    assertThat(typeOf(() -> sdks.modify("anna", id, group, "z"))).isEqualTo(50);
    assertThat(typeOf(() -> recall("ben", id, group))).isEqualTo(603);
    Thread.sleep(2);
    assertThat(typeOf(() -> recall("anna", id, group))).isEqualTo(504);
    sdks.requireNoAccident();
  }

  private JsonNode recall(String client, String id, String group) {
    return sdks.call(
        client, "recallMessage", Map.of("mid", id, "to", group, "chatType", "groupChat"));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void one_device_too_many(String sdk) {
    fixture.register("anna");
    Map<String, Object> device = Map.of("isFixedDeviceId", false);
    for (int i = 0; i < 8; i++) {
      fixture.open("anna " + i, sdk, "anna", device);
    }

    assertThatThrownBy(() -> fixture.open("anna 8", sdk, "anna", device))
        .isInstanceOfSatisfying(
            SdkException.class,
            e -> assertThat(e.type()).isEqualTo(sdk.equals("agora-chat") ? 2 : 214));
    sdks.requireNoAccident();
  }
}
