package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weft.e2e.SdkClients.SdkException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// Pre-send hooks decide about what clients of the vendor's SDKs send.
@Timeout(120)
class SdkPresendTest extends SdkTest {

  private Hook hook;
  private Inbox inbox;

  @Override
  SdkFixture open() {
    return SdkFixture.start(data, Map.of("callback.rulesPerApp", "8"), Clock.systemUTC());
  }

  @BeforeEach
  void openHook() throws IOException {
    hook = Hook.open();
    inbox = Inbox.open();
    fixture.api.rule(
        "{\"name\":\"sent\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));
  }

  @AfterEach
  void closeHook() throws IOException {
    sdks.requireNoAccident();
    hook.close();
    inbox.close();
  }

  private void hook(String more) {
    fixture.api.rule(
        "{\"name\":\"hook\",\"delivery\":\"presend\",\"url\":\"%s\",\"timeout_ms\":5000%s}"
            .formatted(hook.url(), more));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_hook_says_no_with_words_of_its_own_and_no_callback_follows(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    hook("");
    hook.answer(
        question ->
            question.at("/payload/bodies/0/msg").asString().contains("bad")
                ? "{\"valid\":false,\"code\":\"no bad words\"}"
                : "{\"valid\":true}");

    SdkException refused =
        catchThrowableOfType(SdkException.class, () -> fixture.text("anna", group, "a bad word"));
    assertThat(refused.type()).isEqualTo(502);
    assertThat(refused).hasMessageContaining("no bad words");
    JsonNode question = hook.next();
    Shapes.assertSameShape(question, Shapes.vector("presend_callback_request.json"));
    assertThat(question.path("chat_type").asString()).isEqualTo("group");
    assertThat(question.path("to").asString()).isEqualTo(group);
    assertThat(question.path("from").asString()).isEqualTo("anna");

    fixture.text("anna", group, "a good word");
    assertThat(sdks.await("ben", "onTextMessage").data().path("msg").asString())
        .isEqualTo("a good word");
    assertThat(inbox.next().json().at("/payload/bodies/0/msg").asString()).isEqualTo("a good word");
    fixture.textToUser("anna", "ben", "hello");
    assertThat(hook.next().path("chat_type").asString()).isEqualTo("group");
    assertThat(hook.next().path("chat_type").asString()).isEqualTo("chat");
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_hook_rewrites_a_text_for_everybody(String sdk) {
    fixture.register("anna");
    fixture.open("anna", sdk, "anna", Map.of("useReplacedMessageContents", true));
    fixture.logIn(sdk, "ben");
    hook("");
    hook.answer(
        _ -> "{\"valid\":true,\"payload\":{\"bodies\":[{\"type\":\"txt\",\"msg\":\"h***\"}]}}");

    JsonNode sent = fixture.textToUser("anna", "ben", "hell");

    assertThat(sdks.await("ben", "onTextMessage").data().path("msg").asString()).isEqualTo("h***");
    assertThat(inbox.next().json().at("/payload/bodies/0/msg").asString()).isEqualTo("h***");
    assertThat(sent.at("/message/msg").asString()).isEqualTo("h***");
    assertThat(sent.at("/message/isContentReplaced").asBoolean(false)).isTrue();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void without_an_answer_the_policy_of_the_rule_decides(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.api.rule(
        "{\"name\":\"passes\",\"delivery\":\"presend\",\"url\":\"%s\"}".formatted(hook.url()));
    hook.hold();
    assertThat(fixture.textToUser("anna", "ben", "late").path("serverMsgId").asString())
        .isNotEmpty();

    fixture.api.put("/callbacks/rules/passes", "{\"on_failure\":\"block\"}").ok();
    SdkException refused =
        catchThrowableOfType(
            SdkException.class, () -> fixture.textToUser("anna", "ben", "blocked"));
    assertThat(refused.type()).isEqualTo(502);
    assertThat(refused).hasMessageContaining("custom internal error");
    fixture.api.put("/callbacks/rules/passes", "{\"enabled\":false}").ok();
    assertThat(fixture.textToUser("anna", "ben", "free").path("serverMsgId").asString())
        .isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_slow_hook_delays_only_its_own_rule_and_never_more_than_its_time(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String slow = fixture.makeGroup("anna", "ben");
    String other = fixture.makeGroup("anna", "ben");
    fixture.api.rule(
        ("{\"name\":\"slow\",\"delivery\":\"presend\",\"url\":\"%s\",\"group_ids\":[\"%s\"],"
                + "\"max_concurrency\":1,\"timeout_ms\":8000,\"on_failure\":\"block\"}")
            .formatted(hook.url(), slow));
    hook.hold();
    CompletableFuture<JsonNode> waiting =
        sdks.sendLater(
            "anna", Map.of("type", "txt", "chatType", "groupChat", "to", slow, "msg", "waits"));
    hook.next();

    fixture.text("ben", other, "does not wait");
    assertThat(waiting).isNotDone();
    hook.release();
    assertThat(waiting.join().path("serverMsgId").asString()).isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_shadow_hook_is_asked_and_changes_nothing(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    hook(",\"shadow\":true,\"on_failure\":\"block\"");
    hook.answer(_ -> "{\"valid\":false}");
    assertThat(fixture.textToUser("anna", "ben", "goes on").path("serverMsgId").asString())
        .isNotEmpty();
    assertThat(hook.next().at("/payload/bodies/0/msg").asString()).isEqualTo("goes on");
    assertThat(inbox.next().json().at("/payload/bodies/0/msg").asString()).isEqualTo("goes on");

    hook.hold();
    assertThat(fixture.textToUser("anna", "ben", "does not wait").path("serverMsgId").asString())
        .isNotEmpty();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void the_apps_server_is_not_asked(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    hook("");
    hook.answer(_ -> "{\"valid\":false}");
    fixture
        .api
        .post(
            "/messages/users",
            "{\"from\":\"anna\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}")
        .ok();
    assertThat(sdks.await("ben", "onTextMessage").data().path("msg").asString()).isEqualTo("hi");
    assertThat(hook.isQuiet()).isTrue();
  }
}
