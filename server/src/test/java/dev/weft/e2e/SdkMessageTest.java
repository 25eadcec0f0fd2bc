package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, send messages of all kinds, recall and modify them.
@Tag("slow")
@Timeout(180)
class SdkMessageTest extends SdkTest {

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_message_to_a_group_and_one_to_a_thread_arrive(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");

    String id = fixture.text("anna", group, "hello").path("serverMsgId").asString();

    JsonNode got = sdks.await("ben", "onTextMessage").data();
    assertThat(got.path("id").asString()).isEqualTo(id);
    assertThat(got.path("msg").asString()).isEqualTo("hello");
    assertThat(got.path("from").asString()).isEqualTo("anna");
    assertThat(got.path("to").asString()).isEqualTo(group);
    assertThat(sdks.of("anna", "onTextMessage")).isEmpty();

    String thread = fixture.makeThread(group, id, "anna");
    fixture.joinThread(thread, "ben");
    var _ = sdks.await("ben", "onChatThreadChange", is("operation", "create"));
    JsonNode _ =
        sdks.send(
            "anna",
            Map.of(
                "type", "txt",
                "chatType", "groupChat",
                "to", thread,
                "msg", "in the thread",
                "isChatThread", true));

    JsonNode inThread = sdks.await("ben", "onTextMessage").data();
    assertThat(inThread.path("msg").asString()).isEqualTo("in the thread");
    assertThat(inThread.path("chatThread").path("parentId").asString()).isEqualTo(group);
    assertThat(inThread.path("chatThread").path("messageId").asString()).isEqualTo(id);
    JsonNode changed = sdks.await("ben", "onChatThreadChange", is("operation", "update")).data();
    assertThat(changed.path("messageCount").asInt()).isEqualTo(1);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void every_kind_of_message_arrives_as_it_was_sent(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    Map<String, Object> ext =
        Map.of(
            "text",
            "x",
            "int",
            -7,
            "big",
            9_007_199_254_740_991L,
            "frac",
            1.5,
            "yes",
            true,
            "list",
            List.of(1, "two"),
            "map",
            Map.of("a", Map.of("b", 2)));

    send("anna", "ben", Map.of("type", "txt", "msg", "子区 \uD83D\uDE00", "ext", ext));
    JsonNode text = sdks.await("ben", "onTextMessage").data();
    assertThat(text.path("msg").asString()).isEqualTo("子区 \uD83D\uDE00");
    assertThat(text.path("ext")).isEqualTo(ApiClient.JSON.valueToTree(ext));
    assertThat(text.path("chatType").asString()).isEqualTo("singleChat");

    send("anna", "ben", Map.of("type", "cmd", "action", "TypingBegin"));
    assertThat(sdks.await("ben", "onCmdMessage").data().path("action").asString())
        .isEqualTo("TypingBegin");

    send(
        "anna",
        "ben",
        Map.of(
            "type", "custom",
            "customEvent", "card",
            "customExts", Map.of("id", "42", "name", "n")));
    JsonNode custom = sdks.await("ben", "onCustomMessage").data();
    assertThat(custom.path("customEvent").asString()).isEqualTo("card");
    assertThat(custom.path("customExts").path("id").asString()).isEqualTo("42");
    assertThat(custom.path("customExts").path("name").asString()).isEqualTo("n");

    send(
        "anna",
        "ben",
        Map.of(
            "type", "loc", "addr", "somewhere", "lat", 39.5, "lng", -116.25, "buildingName", "b"));
    JsonNode place = sdks.await("ben", "onLocationMessage").data();
    assertThat(place.path("addr").asString()).isEqualTo("somewhere");
    assertThat(place.path("lat").asDouble()).isEqualTo(39.5);
    assertThat(place.path("lng").asDouble()).isEqualTo(-116.25);

    send(
        "anna",
        "ben",
        Map.of("type", "img", "url", fixture.url() + "/f/1.png", "width", 640, "height", 480));
    JsonNode image = sdks.await("ben", "onImageMessage").data();
    assertThat(image.path("url").asString()).contains("/f/1.png");
    assertThat(image.path("width").asInt()).isEqualTo(640);
    sdks.requireNoAccident();
  }

  private void send(String from, String to, Map<String, Object> message) {
    Map<String, Object> all = new HashMap<>(message);
    all.put("chatType", "singleChat");
    all.put("to", to);
    JsonNode _ = sdks.send(from, all);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_recalled_message_is_taken_back_everywhere(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.text("anna", group, "hello").path("serverMsgId").asString();
    var _ = sdks.await("ben", "onTextMessage");

    JsonNode _ =
        sdks.call("anna", "recallMessage", Map.of("mid", id, "to", group, "chatType", "groupChat"));

    JsonNode recalled = sdks.await("ben", "onRecallMessage").data();
    assertThat(recalled.path("mid").asString()).isEqualTo(id);
    assertThat(recalled.path("from").asString()).isEqualTo("anna");
    assertThat(recalled.path("to").asString()).isEqualTo(group);
    assertThatThrownBy(
            () ->
                sdks.call(
                    "anna",
                    "recallMessage",
                    Map.of("mid", id, "to", group, "chatType", "groupChat")))
        .isInstanceOfSatisfying(
            SdkClients.SdkException.class, e -> assertThat(e.type()).isEqualTo(1302));
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_modified_message_changes_everywhere_and_says_who_did_it(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.text("anna", group, "helo").path("serverMsgId").asString();
    var _ = sdks.await("ben", "onTextMessage");

    JsonNode answer = sdks.modify("anna", id, group, "hello");

    assertThat(answer.at("/message/modifiedInfo/operationCount").asInt()).isEqualTo(1);
    JsonNode modified = sdks.await("ben", "onModifiedMessage").data();
    assertThat(modified.path("id").asString()).isEqualTo(id);
    assertThat(modified.path("msg").asString()).isEqualTo("hello");
    assertThat(modified.at("/modifiedInfo/operatorId").asString()).isEqualTo("anna");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void receipts_reach_the_sender(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String id = fixture.textToUser("anna", "ben", "hello").path("serverMsgId").asString();
    var _ = sdks.await("ben", "onTextMessage");

    JsonNode _ =
        sdks.send("ben", Map.of("type", "read", "chatType", "singleChat", "to", "anna", "id", id));
    assertThat(sdks.await("anna", "onReadMessage").data().path("mid").asString()).isEqualTo(id);

    JsonNode _ =
        sdks.send(
            "ben", Map.of("type", "delivery", "chatType", "singleChat", "to", "anna", "ackId", id));
    assertThat(sdks.await("anna", "onDeliveredMessage").data().path("mid").asString())
        .isEqualTo(id);

    JsonNode _ =
        sdks.send("ben", Map.of("type", "channel", "chatType", "singleChat", "to", "anna"));
    assertThat(sdks.await("anna", "onChannelMessage").data().path("from").asString())
        .isEqualTo("ben");
    sdks.requireNoAccident();
  }

  private static Predicate<JsonNode> is(String field, String value) {
    return data -> data.path(field).asString("").equals(value);
  }
}
