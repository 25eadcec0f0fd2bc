package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.SdkClients.SdkException;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// What an operator has switched off, or has judged, is refused with the error that the vendor's
/// SDKs have for it (MSYNC contract, section 16).
@Timeout(120)
class SdkSwitchedOffTest extends SdkTest {

  @Override
  SdkFixture open() {
    return SdkFixture.start(
        data,
        Map.of(
            "chat.recalls", "false",
            "chat.editsPerMessage", "0",
            "chat.contactsOnly", "true"),
        Clock.systemUTC());
  }

  private static int typeOf(ThrowingCallable call) {
    return catchThrowableOfType(SdkException.class, call).type();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void recalls_and_edits(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.text("anna", group, "x").path("serverMsgId").asString();

    assertThat(typeOf(() -> sdks.modify("anna", id, group, "y"))).isEqualTo(505);
    assertThat(
            typeOf(
                () ->
                    sdks.call(
                        "anna",
                        "recallMessage",
                        Map.of("mid", id, "to", group, "chatType", "groupChat"))))
        .isEqualTo(505);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void messages_of_strangers(String sdk) {
    fixture.logIn(sdk, "anna", "ben");

    assertThat(typeOf(() -> fixture.textToUser("anna", "ben", "x"))).isEqualTo(221);

    var _ = fixture.api.post("/users/anna/contacts/users/ben", "").ok();
    assertThat(fixture.textToUser("anna", "ben", "x").path("serverMsgId").asString()).isNotEmpty();
    assertThat(fixture.textToUser("ben", "anna", "x").path("serverMsgId").asString()).isNotEmpty();
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void texts_with_a_keyword_of_the_app(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    list("refused", "GROUP", "REJECT", "spam");
    list("replaced", "ALL", "EXCHANGE", "darn");
    list("chats", "CHAT", "REJECT", "ham");

    await().until(() -> !isTaken("anna", group, "buy SPAM"));
    assertThat(typeOf(() -> fixture.text("anna", group, "buy SPAM"))).isEqualTo(501);
    JsonNode _ = fixture.text("anna", group, "darn ham");
    var _ =
        sdks.await(
            "ben", "onTextMessage", event -> event.path("msg").asString("").equals("*** ham"));
    sdks.requireNoAccident();
  }

  private boolean isTaken(String client, String group, String text) {
    try {
      JsonNode _ = fixture.text(client, group, text);
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private void list(String name, String scope, String disposition, String word) {
    var _ =
        fixture
            .api
            .post(
                "/moderation/text/list",
                """
                {"name":"%s","scope":"%s","disposition":"%s","fullMatch":false,"userId":"ann",
                 "textContexts":["%s"]}
                """
                    .formatted(name, scope, disposition, word))
            .ok();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void texts_that_the_service_of_the_app_refuses(String sdk) throws IOException {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    try (Hook judge = Hook.open()) {
      judge.answer(
          question ->
              question.toString().contains("bad")
                  ? "{\"type\":\"REJECT\",\"riskType\":\"x\",\"riskLabel\":\"AD\"}"
                  : "{\"type\":\"PASS\"}");
      var _ = fixture.api.put("/moderation/webhook", "{\"url\":\"" + judge.url() + "\"}").ok();

      await().until(() -> !isTaken("anna", group, "a bad word"));
      assertThat(typeOf(() -> fixture.text("anna", group, "a bad word"))).isEqualTo(508);
      assertThat(isTaken("anna", group, "a good word")).isTrue();
    }
    sdks.requireNoAccident();
  }
}
