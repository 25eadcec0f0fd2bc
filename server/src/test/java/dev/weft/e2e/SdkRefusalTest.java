package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
  SdkFixture open() {
    return SdkFixture.start(
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
    assertThat(typeOf(() -> fixture.text("cleo", "no-number", "x"))).isEqualTo(-3);
    assertThat(typeOf(() -> fixture.text("ben", group, "x".repeat(6_000)))).isEqualTo(511);
    List<String> readers = IntStream.range(0, 21).mapToObj(i -> "user" + i).toList();
    assertThat(
            typeOf(
                () ->
                    sdks.send(
                        "ben",
                        Map.of(
                            "type", "txt",
                            "chatType", "groupChat",
                            "to", group,
                            "msg", "x",
                            "receiverList", readers))))
        .isEqualTo(50);

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
  void a_thread_of_a_member_that_may_not_be_changed(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.register("cleo");
    String group = fixture.makeGroup("anna", "ben");
    String parent = fixture.text("anna", group, "x").path("serverMsgId").asString();
    String thread = fixture.makeThread(group, parent, "anna");
    fixture.joinThread(thread, "ben");

    assertThat(typeOf(() -> sdks.call("ben", "destroyChatThread", Map.of("chatThreadId", thread))))
        .isEqualTo(603);
    assertThat(
            typeOf(
                () ->
                    sdks.call(
                        "ben",
                        "removeChatThreadMember",
                        Map.of("chatThreadId", thread, "username", "anna"))))
        .isEqualTo(603);
    fixture.open("cleo", sdk, "cleo");
    assertThat(typeOf(() -> sdks.call("cleo", "joinChatThread", Map.of("chatThreadId", thread))))
        .isEqualTo(602);
    assertThat(typeOf(() -> inThread("cleo", thread))).isEqualTo(602);
    JsonNode _ = inThread("ben", thread);
    JsonNode _ =
        sdks.call(
            "anna", "removeChatThreadMember", Map.of("chatThreadId", thread, "username", "ben"));
    sdks.requireNoAccident();
  }

  private JsonNode inThread(String client, String thread) {
    return sdks.send(
        client,
        Map.of(
            "type", "txt",
            "chatType", "groupChat",
            "to", thread,
            "msg", "x",
            "isChatThread", true));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void what_needs_a_service_that_is_not_there(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String id = fixture.textToUser("anna", "ben", "x").path("serverMsgId").asString();

    assertThat(
            typeOf(
                () ->
                    sdks.call(
                        "anna",
                        "translateMessage",
                        Map.of("text", "hello", "languages", List.of("fr")))))
        .isEqualTo(505);
    assertThat(
            typeOf(
                () ->
                    sdks.call(
                        "ben",
                        "reportMessage",
                        Map.of("messageId", id, "reportType", "adult", "reportReason", "r"))))
        .isEqualTo(505);
    sdks.requireNoAccident();
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
