package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Devices of the vendor's web SDKs come, go, come back and stand beside each other, and each sees
/// everything once and in order.
@Tag("slow")
@Timeout(180)
class SdkSyncTest extends SdkTest {

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void what_was_sent_while_a_user_was_away_arrives_at_the_next_login(String sdk) {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    fixture.open("anna", sdk, "anna");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(fixture.text("anna", group, "m" + i).path("serverMsgId").asString());
    }
    sent.add(fixture.textToUser("anna", "ben", "to you").path("serverMsgId").asString());

    fixture.open("ben", sdk, "ben");

    assertThat(texts("ben", 101)).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(inOrder("ben", group)).isEqualTo(sent.subList(0, 100));
    var _ = sdks.await("ben", "onOfflineMessageSyncFinish");
    JsonNode _ = fixture.text("anna", group, "live");
    var _ = sdks.await("ben", "onTextMessage", text -> text.path("msg").asString().equals("live"));
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_connection_that_breaks_is_made_again_and_nothing_is_missing_or_twice(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      if (i == 10) {
        sdks.drop("ben");
      }
      sent.add(fixture.text("anna", group, "m" + i).path("serverMsgId").asString());
    }
    var _ = sdks.await("ben", "onReconnecting");
    var _ = sdks.await("ben", "onConnected");

    assertThat(texts("ben", 30)).isEqualTo(sent);
    JsonNode _ = fixture.text("anna", group, "live");
    var _ = sdks.await("ben", "onTextMessage", text -> text.path("msg").asString().equals("live"));
    assertThat(sdks.of("ben", "onTextMessage")).hasSize(30);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_user_has_several_devices_and_each_sees_what_the_others_send(String sdk) {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    Map<String, Object> device = Map.of("isFixedDeviceId", false);
    fixture.open("anna 1", sdk, "anna", device);
    fixture.open("anna 2", sdk, "anna", device);
    fixture.open("ben", sdk, "ben");

    JsonNode _ = fixture.text("anna 1", group, "hello");

    JsonNode echo = sdks.await("anna 2", "onTextMessage").data();
    assertThat(echo.path("from").asString()).isEqualTo("anna");
    var _ = sdks.await("ben", "onTextMessage");
    assertThat(sdks.of("anna 1", "onTextMessage")).isEmpty();
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_new_device_gets_what_no_device_of_the_user_has_got(String sdk) {
    fixture.register("anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    Map<String, Object> device = Map.of("isFixedDeviceId", false);
    fixture.open("anna", sdk, "anna");
    fixture.open("ben 1", sdk, "ben", device);
    JsonNode _ = fixture.text("anna", group, "seen");
    var _ = sdks.await("ben 1", "onTextMessage");
    JsonNode _ = sdks.call("ben 1", "close");
    var _ = sdks.await("ben 1", "onDisconnected");
    JsonNode _ = fixture.text("anna", group, "missed");

    fixture.open("ben 2", sdk, "ben", device);

    JsonNode got = sdks.await("ben 2", "onTextMessage").data();
    assertThat(got.path("msg").asString()).isEqualTo("missed");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_second_login_of_one_device_puts_the_first_out_for_good(String sdk) {
    fixture.register("anna");
    fixture.open("first", sdk, "anna", Map.of("deviceId", "one"));

    fixture.open("second", sdk, "anna", Map.of("deviceId", "one"));

    JsonNode error = sdks.await("first", "onError").data();
    assertThat(error.path("type").asInt()).isEqualTo(206);
    var _ = sdks.await("first", "onDisconnected");
    JsonNode _ = fixture.textToUser("second", "anna", "still there");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_is_put_out_of_a_thread_or_group_is_told_and_hears_no_more(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    var _ = sdks.await("ben", "onGroupEvent", event -> op(event).equals("directJoined"));
    String id = fixture.text("anna", group, "hello").path("serverMsgId").asString();
    String thread = fixture.makeThread(group, id, "anna");
    fixture.joinThread(thread, "ben");

    var _ =
        fixture
            .api
            .call("DELETE", "/threads/" + thread + "/users", "{\"usernames\":[\"ben\"]}")
            .ok();
    JsonNode removed =
        sdks.await("ben", "onChatThreadChange", event -> op(event).equals("userRemove")).data();
    assertThat(removed.path("id").asString()).isEqualTo(thread);
    assertThat(removed.path("userName").asString()).isEqualTo("ben");

    var _ = fixture.api.delete("/chatgroups/" + group + "/users/ben").ok();
    var _ = sdks.await("ben", "onGroupEvent", event -> op(event).equals("removeMember"));
    JsonNode _ = fixture.text("anna", group, "secret");
    JsonNode _ = fixture.textToUser("anna", "ben", "after");

    var _ = sdks.await("ben", "onTextMessage", text -> text.path("msg").asString().equals("after"));
    assertThat(sdks.of("ben", "onTextMessage"))
        .extracting(event -> event.data().path("msg").asString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> fixture.text("ben", group, "let me in"))
        .isInstanceOfSatisfying(
            SdkClients.SdkException.class, e -> assertThat(e.type()).isEqualTo(602));
    sdks.requireNoAccident();
  }

  private static String op(JsonNode event) {
    return event.path("operation").asString("");
  }

  /// The ids of so many texts, in the order in which they came.
  private List<String> texts(String client, int count) {
    sdks.awaitCount(client, "onTextMessage", count);
    return sdks.of(client, "onTextMessage").stream()
        .map(event -> event.data().path("id").asString())
        .toList();
  }

  private List<String> inOrder(String client, String to) {
    return sdks.of(client, "onTextMessage").stream()
        .filter(event -> event.data().path("to").asString().equals(to))
        .map(event -> event.data().path("id").asString())
        .toList();
  }
}
