package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, hide a group and show it again.
@Timeout(120)
class SdkGroupHidingTest extends SdkTest {

  private String hears(String client) {
    return sdks.await(client, "onTextMessage").data().path("msg").asString();
  }

  private int unread(String client, String group) {
    JsonNode all =
        sdks.call(client, "getServerConversations", Map.of("pageSize", 20, "cursor", ""))
            .at("/data/conversations");
    return all.valueStream()
        .filter(one -> one.path("conversationId").asString("").equals(group))
        .findFirst()
        .map(one -> one.path("unReadCount").asInt(-1))
        .orElse(-1);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void no_device_gets_what_is_sent_while_the_group_is_hidden(String sdk) throws IOException {
    fixture.logIn(sdk, "anna");
    fixture.register("ben");
    fixture.open("ben", sdk, "ben", Map.of("isFixedDeviceId", false));
    fixture.open("ben away", sdk, "ben");
    String group = fixture.makeGroup("anna", "ben");
    JsonNode _ = fixture.text("anna", group, "before");
    assertThat(hears("ben")).isEqualTo("before");
    assertThat(hears("ben away")).isEqualTo("before");
    JsonNode _ = sdks.call("ben away", "close");
    try (Inbox inbox = Inbox.open()) {
      fixture.api.rule(
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"group\"]}".formatted(inbox.url()));
      fixture.api.rule(
          "{\"name\":\"muc\",\"url\":\"%s\",\"events\":[\"muc\"]}".formatted(inbox.url()));

      JsonNode _ = sdks.call("ben", "blockGroupMessage", Map.of("groupId", group));
      JsonNode _ = sdks.call("ben", "blockGroupMessage", Map.of("groupId", group));

      assertThat(List.of(inbox.next().json(), inbox.next().json()))
          .as("once, in both generations")
          .anySatisfy(
              callback -> {
                assertThat(callback.path("operation").asString()).isEqualTo("SHIELD");
                assertThat(callback.at("/payload/type").asString()).isEqualTo("ADD");
                assertThat(callback.path("operator").asString()).isEqualTo("ben");
              })
          .anySatisfy(
              callback ->
                  assertThat(callback.at("/payload/operation").asString()).isEqualTo("block"));
      JsonNode _ = fixture.text("anna", group, "hidden");
      assertThat(unread("ben", group)).isZero();

      JsonNode _ = sdks.call("ben", "unblockGroupMessage", Map.of("groupId", group));

      assertThat(List.of(inbox.next().json(), inbox.next().json()))
          .anySatisfy(
              callback -> assertThat(callback.at("/payload/type").asString()).isEqualTo("REMOVE"))
          .anySatisfy(
              callback ->
                  assertThat(callback.at("/payload/operation").asString()).isEqualTo("unblock"));
    }
    JsonNode _ = fixture.text("anna", group, "after");
    assertThat(hears("ben")).isEqualTo("after");
    assertThat(unread("ben", group)).isEqualTo(1);
    fixture.open("ben back", sdk, "ben");
    assertThat(hears("ben back")).isEqualTo("after");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_logs_in_while_the_group_is_hidden_hears_others(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String hidden = fixture.makeGroup("anna", "ben");
    String shown = fixture.makeGroup("anna", "ben");
    JsonNode _ = sdks.call("ben", "blockGroupMessage", Map.of("groupId", hidden));
    JsonNode _ = sdks.call("ben", "close");
    JsonNode _ = fixture.text("anna", hidden, "hidden");
    JsonNode _ = fixture.text("anna", shown, "shown");

    fixture.open("ben again", sdk, "ben");

    assertThat(hears("ben again")).isEqualTo("shown");
    JsonNode _ = fixture.text("anna", hidden, "hidden too");
    JsonNode _ = fixture.text("anna", shown, "shown too");
    assertThat(hears("ben again")).isEqualTo("shown too");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void owners_and_strangers_cannot(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna");

    for (String user : List.of("anna", "ben")) {
      assertThat(
              catchThrowableOfType(
                  SdkClients.SdkException.class,
                  () -> sdks.call(user, "blockGroupMessage", Map.of("groupId", group))))
          .as(user)
          .isNotNull();
    }
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void callbacks_of_the_old_form_tell_of_applications_and_invitations(String sdk)
      throws IOException {
    fixture.logIn(sdk, "anna", "ben");
    String asks = group(true, false);
    String invites = group(false, true);
    try (Inbox inbox = Inbox.open()) {
      fixture.api.rule(
          "{\"name\":\"muc\",\"url\":\"%s\",\"events\":[\"muc\"]}".formatted(inbox.url()));

      JsonNode _ = sdks.call("ben", "joinGroup", Map.of("groupId", asks, "message", "please"));
      JsonNode applied = inbox.next().json();
      JsonNode _ =
          sdks.call(
              "anna", "inviteUsersToGroup", Map.of("groupId", invites, "users", List.of("ben")));
      JsonNode invited = inbox.next().json();
      JsonNode _ =
          sdks.call("ben", "rejectGroupInvite", Map.of("groupId", invites, "invitee", "ben"));
      JsonNode declined = inbox.next().json();

      assertThat(applied.at("/payload/operation").asString()).isEqualTo("apply");
      assertThat(applied.at("/payload/reason").asString()).isEqualTo("please");
      assertThat(applied.path("to").asString()).isEqualTo("anna");
      assertThat(invited.at("/payload/operation").asString()).isEqualTo("invite");
      assertThat(invited.path("to").asString()).isEqualTo("ben");
      assertThat(declined.at("/payload/operation").asString()).isEqualTo("invite_decline");
      assertThat(declined.path("from").asString()).contains("_ben@");
    }
    sdks.requireNoAccident();
  }

  private String group(boolean approval, boolean confirm) {
    return sdks.call(
            "anna",
            "createGroup",
            Map.of(
                "data",
                Map.of(
                    "groupname",
                    "g",
                    "desc",
                    "d",
                    "members",
                    List.of(),
                    "public",
                    true,
                    "approval",
                    approval,
                    "allowinvites",
                    true,
                    "inviteNeedConfirm",
                    confirm)))
        .at("/data/groupid")
        .asString();
  }
}
