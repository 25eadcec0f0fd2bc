package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, in chat rooms.
@Timeout(120)
class SdkRoomTest extends SdkTest {

  private String room;

  @BeforeEach
  void makeRoom() {
    fixture.register("owner");
    room =
        fixture
            .api
            .post("/chatrooms", "{\"name\":\"stage\",\"description\":\"d\",\"owner\":\"owner\"}")
            .data()
            .get("id")
            .stringValue();
  }

  private static Predicate<JsonNode> is(String field, String value) {
    return json -> json.path(field).asString().equals(value);
  }

  private JsonNode enter(String user, String ext) {
    return sdks.call(user, "joinChatRoom", Map.of("roomId", room, "ext", ext));
  }

  private String say(String user, String text) {
    return sdks.send(user, Map.of("type", "txt", "chatType", "chatRoom", "to", room, "msg", text))
        .path("serverMsgId")
        .asString();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_client_enters_hears_speaks_and_leaves(String sdk) {
    fixture.logIn(sdk, "anna", "ben");

    JsonNode entered = enter("anna", "");
    assertThat(entered.path("data").path("result").asBoolean()).isTrue();
    enter("ben", "hello");
    JsonNode came = sdks.await("anna", "onChatroomEvent", is("operation", "memberPresence")).data();
    assertThat(came.path("from").asString()).isEqualTo("ben");
    assertThat(came.path("ext").asString()).isEqualTo("hello");
    assertThat(came.path("memberCount").asInt()).isEqualTo(3);

    String id = say("anna", "hi");
    JsonNode heard = sdks.await("ben", "onTextMessage").data();
    assertThat(heard.path("id").asString()).isEqualTo(id);
    assertThat(heard.path("chatType").asString()).isEqualTo("chatRoom");
    assertThat(heard.path("to").asString()).isEqualTo(room);

    fixture
        .api
        .put("/metadata/chatroom/" + room + "/user/anna", "{\"metaData\":{\"seat\":\"anna\"}}")
        .ok();
    JsonNode seated =
        sdks.await("ben", "onChatroomEvent", is("operation", "updateChatRoomAttributes")).data();
    assertThat(seated.path("attributes").path("seat").asString()).isEqualTo("anna");

    sdks.call("ben", "leaveChatRoom", Map.of("roomId", room));
    JsonNode gone = sdks.await("anna", "onChatroomEvent", is("operation", "memberAbsence")).data();
    assertThat(gone.path("from").asString()).isEqualTo("ben");
    say("anna", "nobody hears it");
    assertThat(fixture.api.get("/chatrooms/" + room + "/users").data().toString())
        .isEqualTo("[{\"owner\":\"owner\"},{\"member\":\"anna\"}]");
    assertThat(sdks.of("ben", "onTextMessage")).hasSizeLessThanOrEqualTo(1);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_client_that_comes_back_hears_what_is_said_from_then_on(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    enter("anna", "");
    enter("ben", "");
    sdks.call("ben", "close");
    var _ = sdks.await("ben", "onDisconnected");
    say("anna", "missed");

    fixture.open("ben again", sdk, "ben");
    String second = say("anna", "heard");

    assertThat(sdks.await("ben again", "onTextMessage").data().path("id").asString())
        .isEqualTo(second);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_client_is_told_why_it_may_not_enter(String sdk) {
    fixture.logIn(sdk, "anna");
    fixture.api.post("/chatrooms/" + room + "/users/anna", "").ok();
    fixture.api.post("/chatrooms/" + room + "/blocks/users/anna", "").ok();

    assertThatExceptionOfType(SdkException.class)
        .isThrownBy(() -> enter("anna", ""))
        .satisfies(e -> assertThat(e.type()).isEqualTo(603));
    assertThatExceptionOfType(SdkException.class)
        .isThrownBy(() -> sdks.call("anna", "joinChatRoom", Map.of("roomId", "1")))
        .satisfies(e -> assertThat(e.type()).isEqualTo(705));
    assertThatExceptionOfType(SdkException.class)
        .isThrownBy(() -> say("anna", "hi"))
        .satisfies(e -> assertThat(e.type()).isEqualTo(602));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_client_is_told_the_level_that_the_app_has_given(String sdk) {
    fixture.logIn(sdk, "anna");
    enter("anna", "");

    for (String level : List.of("high", "normal", "low")) {
      fixture
          .api
          .post(
              "/messages/chatrooms",
              "{\"from\":\"owner\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"},\"chatroom_msg_level\":\"%s\"}"
                  .formatted(room, level, level))
          .ok();

      JsonNode heard = sdks.await("anna", "onTextMessage", is("msg", level)).data();
      assertThat(heard.path("priority").asString()).isEqualTo(level);
    }
  }
}
