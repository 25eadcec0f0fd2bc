package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// What the devices of one user are told of each other, and of what happened while all were away.
@Timeout(120)
class SdkDeviceTest extends SdkTest {

  @AfterEach
  void noAccident() {
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void other_devices_are_told_what_one_does_to_threads(String sdk) {
    fixture.register("anna", "ben");
    fixture.open("phone", sdk, "anna", Map.of("isFixedDeviceId", false));
    fixture.open("web", sdk, "anna", Map.of("isFixedDeviceId", false));
    fixture.open("ben", sdk, "ben");
    String group = fixture.makeGroup("anna", "ben");
    String parent = fixture.text("ben", group, "hello").path("serverMsgId").asString();

    String thread =
        sdks.call(
                "phone",
                "createChatThread",
                Map.of("name", "t", "messageId", parent, "parentId", group))
            .at("/data/chatThreadId")
            .asString();
    awaitEvent("web", "chatThreadCreate", thread);
    sdks.call("phone", "changeChatThreadName", Map.of("chatThreadId", thread, "name", "u"));
    awaitEvent("web", "chatThreadNameUpdate", thread);
    sdks.call("phone", "leaveChatThread", Map.of("chatThreadId", thread));
    awaitEvent("web", "chatThreadLeave", thread);
    sdks.call("phone", "joinChatThread", Map.of("chatThreadId", thread));
    awaitEvent("web", "chatThreadJoin", thread);
    sdks.call("phone", "destroyChatThread", Map.of("chatThreadId", thread));
    awaitEvent("web", "chatThreadDestroy", thread);
    assertThat(sdks.of("phone", "onMultiDeviceEvent")).isEmpty();
    assertThat(sdks.of("ben", "onMultiDeviceEvent")).isEmpty();
  }

  private void awaitEvent(String client, String operation, String thread) {
    JsonNode event =
        sdks.await(
                client,
                "onMultiDeviceEvent",
                data -> data.path("operation").asString("").equals(operation))
            .data();
    assertThat(event.path("chatThreadId").asString()).isEqualTo(thread);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_was_put_out_of_a_group_while_away_learns_of_it(String sdk) {
    fixture.logIn(sdk, "anna");
    fixture.register("ben");
    String group = fixture.makeGroup("anna", "ben");
    fixture.open("ben", sdk, "ben");
    sdks.await("ben", "onGroupEvent");
    sdks.call("ben", "close");
    fixture.api.delete("/chatgroups/" + group + "/users/ben").ok();

    fixture.open("ben2", sdk, "ben");
    JsonNode event =
        sdks.await(
                "ben2",
                "onGroupEvent",
                data -> data.path("operation").asString("").equals("removeMember"))
            .data();
    assertThat(event.path("id").asString()).isEqualTo(group);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void what_waits_for_a_user_is_counted_until_a_device_has_it(String sdk) {
    fixture.logIn(sdk, "anna");
    fixture.register("ben");
    String group = fixture.makeGroup("anna", "ben");
    fixture.text("anna", group, "one");
    String two = fixture.textToUser("anna", "ben", "two").path("serverMsgId").asString();
    assertThat(waiting()).isEqualTo(2);
    assertThat(status(two)).isEqualTo("undelivered");

    fixture.open("ben", sdk, "ben");
    sdks.awaitCount("ben", "onTextMessage", 2);
    org.awaitility.Awaitility.await().until(() -> waiting() == 0);
    assertThat(status(two)).isEqualTo("delivered");
  }

  private int waiting() {
    return fixture.api.get("/users/ben/offline_msg_count").data().path("ben").asInt();
  }

  private String status(String message) {
    return fixture
        .api
        .get("/users/ben/offline_msg_status/" + message)
        .data()
        .path(message)
        .asString();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void errors_of_rest_calls_have_the_type_that_the_sdk_has_for_them(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String parent = fixture.text("anna", group, "hello").path("serverMsgId").asString();
    Map<String, Object> thread = Map.of("name", "t", "messageId", parent, "parentId", group);
    sdks.call("anna", "createChatThread", thread);

    assertThat(type(() -> sdks.call("ben", "createChatThread", thread))).isEqualTo(1301);
    assertThat(
            type(
                () ->
                    sdks.call("ben", "joinChatThread", Map.of("chatThreadId", "123456789012345"))))
        .isEqualTo(1300);
    JsonNode renewed = sdks.call("anna", "renewToken", fixture.tokenOf("anna"));
    assertThat(renewed.path("expire").asLong(renewed.path("expires").asLong(1))).isPositive();
    fixture.api.put("/users/ben/password", "{\"newpassword\":\"x\"}").ok();
    assertThat(
            fixture
                .api
                .withToken("YWMtnonsense")
                .get("/users/ben/joined_chatgroups")
                .at("/error_code")
                .asInt())
        .isEqualTo(40001);
  }

  private static int type(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(SdkException.class, call).type();
  }
}
