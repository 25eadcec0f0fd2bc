package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, apply to groups, are invited into them, and answer.
@Timeout(120)
class SdkGroupRequestTest extends SdkTest {

  /// The group is made by an SDK, whose word for `membersonly` is `approval`.
  private String group(String owner, boolean approval, boolean confirm) {
    return sdks.call(
            owner,
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

  private JsonNode event(String client, String operation, String group) {
    return sdks.await(
            client,
            "onGroupEvent",
            event ->
                event.path("operation").asString("").equals(operation)
                    && event.path("id").asString("").equals(group))
        .data();
  }

  private static int typeOf(ThrowingCallable call) {
    return catchThrowableOfType(SdkClients.SdkException.class, call).type();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void an_owner_lets_an_applicant_in_and_callbacks_tell_of_it(String sdk) throws IOException {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = group("anna", true, false);
    try (Inbox inbox = Inbox.open()) {
      fixture.api.rule(
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"group\"]}".formatted(inbox.url()));

      sdks.call("ben", "joinGroup", Map.of("groupId", group, "message", "room"));

      JsonNode applied = event("anna", "requestToJoin", group);
      assertThat(applied.path("from").asString()).isEqualTo("ben");
      assertThat(applied.path("reason").asString()).isEqualTo("room");
      assertThat(typeOf(() -> fixture.text("ben", group, "not in yet"))).isEqualTo(602);
      assertThat(typeOf(() -> answer("cleo", "acceptGroupJoinRequest", group, "ben")))
          .isEqualTo(603);

      answer("anna", "acceptGroupJoinRequest", group, "ben");

      assertThat(event("ben", "acceptRequest", group).path("from").asString()).isEqualTo("anna");
      assertThat(event("anna", "memberPresence", group).path("from").asString()).isEqualTo("ben");
      assertThat(fixture.text("ben", group, "in").path("serverMsgId").asString()).isNotEmpty();
      JsonNode callback = inbox.next().json();
      assertThat(callback.path("operation").asString()).isEqualTo("JOIN");
      assertThat(callback.at("/payload/type").asString()).isEqualTo("APPLY");
      assertThat(callback.at("/payload/member/0").asString()).isEqualTo("ben");
      assertThat(callback.path("operator").asString()).isEqualTo("anna");
      assertThat(typeOf(() -> answer("anna", "acceptGroupJoinRequest", group, "ben")))
          .as("an application is answered once")
          .isEqualTo(17);
    }
    sdks.requireNoAccident();
  }

  private JsonNode answer(String client, String call, String group, String applicant) {
    return sdks.call(
        client, call, Map.of("groupId", group, "applicant", applicant, "reason", "full"));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void an_admin_turns_an_applicant_down_who_may_apply_again(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = group("anna", true, false);
    var _ = fixture.api.post("/chatgroups/" + group + "/users/cleo", "").ok();
    var _ = fixture.api.post("/chatgroups/" + group + "/admin", "{\"newadmin\":\"cleo\"}").ok();
    sdks.call("ben", "joinGroup", Map.of("groupId", group, "message", "please"));
    event("anna", "requestToJoin", group);
    event("cleo", "requestToJoin", group);

    answer("cleo", "rejectGroupJoinRequest", group, "ben");

    JsonNode declined = event("ben", "joinPublicGroupDeclined", group);
    assertThat(declined.path("from").asString()).isEqualTo("cleo");
    assertThat(declined.path("userId").asString()).isEqualTo("ben");
    assertThat(typeOf(() -> fixture.text("ben", group, "x"))).isEqualTo(602);
    sdks.call("ben", "joinGroup", Map.of("groupId", group, "message", "once more"));
    assertThat(event("anna", "requestToJoin", group).path("reason").asString())
        .isEqualTo("once more");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_was_away_finds_the_application_at_the_next_login(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = group("anna", true, false);
    sdks.call("anna", "close");
    sdks.call("ben", "joinGroup", Map.of("groupId", group, "message", "please"));

    fixture.open("anna again", sdk, "anna");

    assertThat(event("anna again", "requestToJoin", group).path("from").asString())
        .isEqualTo("ben");
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void an_invited_user_decides(String sdk) throws IOException {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    String group = group("anna", false, true);
    try (Inbox inbox = Inbox.open()) {
      fixture.api.rule(
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"group\"]}".formatted(inbox.url()));

      sdks.call(
          "anna", "inviteUsersToGroup", Map.of("groupId", group, "users", List.of("ben", "cleo")));

      JsonNode invited = event("ben", "inviteToJoin", group);
      assertThat(invited.path("from").asString()).isEqualTo("anna");
      assertThat(invited.path("name").asString()).isEqualTo("g");
      event("cleo", "inviteToJoin", group);
      assertThat(typeOf(() -> fixture.text("ben", group, "not in yet"))).isEqualTo(602);
      assertThat(typeOf(() -> answerInvite("cleo", "acceptGroupInvite", group, "ben")))
          .isEqualTo(603);

      answerInvite("ben", "acceptGroupInvite", group, "ben");
      assertThat(event("anna", "acceptInvite", group).path("from").asString()).isEqualTo("ben");
      assertThat(fixture.text("ben", group, "in").path("serverMsgId").asString()).isNotEmpty();
      JsonNode callback = inbox.next().json();
      assertThat(callback.at("/payload/type").asString()).isEqualTo("INVITE");
      assertThat(callback.at("/payload/member/0").asString()).isEqualTo("ben");

      answerInvite("cleo", "rejectGroupInvite", group, "cleo");
      assertThat(event("anna", "rejectInvite", group).path("from").asString()).isEqualTo("cleo");
      assertThat(typeOf(() -> fixture.text("cleo", group, "x"))).isEqualTo(602);
    }
    sdks.requireNoAccident();
  }

  private JsonNode answerInvite(String client, String call, String group, String invitee) {
    return sdks.call(client, call, Map.of("groupId", group, "invitee", invitee));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void without_confirmation_who_is_invited_is_in(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = group("anna", false, false);

    sdks.call("anna", "inviteUsersToGroup", Map.of("groupId", group, "users", List.of("ben")));

    event("ben", "directJoined", group);
    assertThat(fixture.text("ben", group, "in").path("serverMsgId").asString()).isNotEmpty();
    sdks.requireNoAccident();
  }
}
