package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// The vendor's web SDKs, as published, become contacts and react.
@Timeout(120)
class SdkSocialTest extends SdkTest {

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void each_of_two_contacts_is_told_of_the_other(String sdk) {
    fixture.logIn(sdk, "anna", "ben");

    JsonNode _ = sdks.call("anna", "addContact", "ben", "It is me");
    JsonNode asked = sdks.await("ben", "onContactInvited").data();
    assertThat(asked.path("from").asString()).isEqualTo("anna");
    assertThat(asked.path("status").asString()).isEqualTo("It is me");

    JsonNode _ = sdks.call("ben", "acceptContactInvite", "anna");
    assertThat(from("anna", "onContactAgreed")).isEqualTo("ben");
    assertThat(from("ben", "onContactAdded")).isEqualTo("anna");

    JsonNode _ = sdks.call("anna", "deleteContact", "ben");
    assertThat(from("ben", "onContactDeleted")).isEqualTo("anna");
    sdks.requireNoAccident();
  }

  private String from(String client, String event) {
    return sdks.await(client, event).data().path("from").asString();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_reaction_is_told_to_all_and_to_the_one_who_gave_it(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String id = fixture.text("anna", group, "hello").path("serverMsgId").asString();
    var _ = sdks.await("ben", "onTextMessage");

    JsonNode _ = sdks.call("ben", "addReaction", Map.of("messageId", id, "reaction", "ok"));
    assertThat(reactionOf("anna").path("isAddedBySelf").asBoolean()).isFalse();
    assertThat(reactionOf("ben").path("isAddedBySelf").asBoolean()).isTrue();

    JsonNode _ = sdks.call("anna", "addReaction", Map.of("messageId", id, "reaction", "ok"));
    assertThat(reactionOf("ben").path("count").asInt()).isEqualTo(2);
    assertThat(reactionOf("anna").path("count").asInt()).isEqualTo(2);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_was_in_a_group_is_told_that_it_is_gone(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    var _ = sdks.await("ben", "onGroupEvent", event -> is(event, "directJoined", group));

    var _ = fixture.api.delete("/chatgroups/" + group).ok();

    var _ = sdks.await("ben", "onGroupEvent", event -> is(event, "destroy", group));
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_user_finds_a_public_group_and_comes_in(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String open = fixture.makeGroup("anna");
    String closed =
        fixture
            .api
            .post(
                "/chatgroups",
                "{\"groupname\":\"c\",\"desc\":\"d\",\"public\":false,\"owner\":\"anna\"}")
            .data()
            .path("groupid")
            .asString();

    JsonNode listed = sdks.call("ben", "getPublicGroups", Map.of("limit", 10)).path("data");
    assertThat(listed).hasSize(1);
    assertThat(listed.at("/0/groupid").asString()).isEqualTo(open);

    JsonNode joined = sdks.call("ben", "joinGroup", Map.of("groupId", open, "message", "hi"));
    assertThat(joined.at("/data/result").asBoolean()).isTrue();
    JsonNode came =
        sdks.await("anna", "onGroupEvent", event -> is(event, "memberPresence", open)).data();
    assertThat(came.path("from").asString()).isEqualTo("ben");
    assertThat(fixture.text("ben", open, "I am in").path("serverMsgId").asString()).isNotEmpty();
    assertThat(
            typeOf(() -> sdks.call("ben", "joinGroup", Map.of("groupId", closed, "message", ""))))
        .isEqualTo(603);
    assertThat(typeOf(() -> sdks.call("ben", "joinGroup", Map.of("groupId", "1", "message", ""))))
        .isEqualTo(605);
    sdks.requireNoAccident();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void who_is_blocked_cannot_write_until_the_block_is_taken_off(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    JsonNode blocked = sdks.call("anna", "addUsersToBlocklist", Map.of("name", List.of("ben")));
    assertThat(blocked.at("/data/userIds/0").asString()).isEqualTo("ben");
    assertThat(sdks.call("anna", "getBlocklist").path("data").toString()).contains("ben");
    assertThat(typeOf(() -> fixture.textToUser("ben", "anna", "x"))).isEqualTo(603);

    sdks.call("anna", "removeUserFromBlocklist", Map.of("name", List.of("ben")));
    assertThat(fixture.textToUser("ben", "anna", "x").path("serverMsgId").asString()).isNotEmpty();
    sdks.requireNoAccident();
  }

  private static int typeOf(ThrowingCallable call) {
    return catchThrowableOfType(SdkClients.SdkException.class, call).type();
  }

  private static boolean is(JsonNode event, String operation, String group) {
    return event.path("operation").asString("").equals(operation)
        && event.path("id").asString("").equals(group);
  }

  private JsonNode reactionOf(String client) {
    return sdks.await(client, "onReactionChange").data().path("reactions").path(0);
  }
}
