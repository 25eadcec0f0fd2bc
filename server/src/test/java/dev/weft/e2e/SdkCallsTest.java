package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/// What the vendor's SDKs ask for over REST, and what they make of the answers (MSYNC contract,
/// sections 11 to 13).
@Tag("slow")
@Timeout(180)
class SdkCallsTest extends SdkTest {

  @AfterEach
  void noAccident() {
    sdks.requireNoAccident();
  }

  private String send(String client, String to, String text) {
    return fixture.text(client, to, text).path("serverMsgId").asString();
  }

  private JsonNode call(String client, String method, Map<String, Object> argument) {
    return sdks.call(client, method, argument);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void threads_are_made_shown_listed_and_left(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String parent = send("anna", group, "parent");
    String thread =
        call(
                "anna",
                "createChatThread",
                Map.of("name", "t", "messageId", parent, "parentId", group))
            .at("/data/chatThreadId")
            .asString();
    assertThat(thread).hasSize(15);

    JsonNode joined = call("ben", "joinChatThread", Map.of("chatThreadId", thread));
    assertThat(joined.at("/data/status").asString()).isEqualTo("ok");
    assertThat(joined.at("/data/detail/parentId").asString()).isEqualTo(group);
    JsonNode again = call("ben", "joinChatThread", Map.of("chatThreadId", thread));
    assertThat(again.at("/data/detail/messageId").asString()).isEqualTo(parent);
    String in = send("anna", thread, "in the thread");

    JsonNode detail =
        call("ben", "getChatThreadDetail", Map.of("chatThreadId", thread)).path("data");
    assertThat(detail.path("name").asString()).isEqualTo("t");
    assertThat(detail.path("owner").asString()).isEqualTo("anna");
    assertThat(detail.path("affiliationsCount").asInt()).isEqualTo(2);
    JsonNode first =
        call("ben", "getChatThreadMembers", Map.of("chatThreadId", thread, "pageSize", 1));
    assertThat(first.at("/data/affiliations")).hasSize(1);
    JsonNode second =
        call(
            "ben",
            "getChatThreadMembers",
            Map.of(
                "chatThreadId",
                thread,
                "pageSize",
                1,
                "cursor",
                first.at("/properties/cursor").asString()));
    assertThat(second.at("/data/affiliations")).hasSize(1);
    assertThat(second.at("/data/affiliations/0")).isNotEqualTo(first.at("/data/affiliations/0"));
    for (Map<String, Object> asked :
        List.<Map<String, Object>>of(
            Map.of("pageSize", 10), Map.of("parentId", group, "pageSize", 10))) {
      JsonNode mine = call("ben", "getJoinedChatThreads", asked);
      assertThat(mine.at("/entities/0/id").asString()).isEqualTo(thread);
    }
    JsonNode all = call("ben", "getChatThreads", Map.of("parentId", group, "pageSize", 10));
    assertThat(all.at("/entities/0/messageId").asString()).isEqualTo(parent);
    JsonNode last =
        call("ben", "getChatThreadLastMessage", Map.of("chatThreadIds", List.of(thread)));
    assertThat(last.at("/entities/0/chatThreadId").asString()).isEqualTo(thread);
    assertThat(last.at("/entities/0/lastMessage/id").asString()).isEqualTo(in);

    JsonNode renamed =
        call("anna", "changeChatThreadName", Map.of("chatThreadId", thread, "name", "u"));
    assertThat(renamed.at("/data/name").asString()).isEqualTo("u");
    JsonNode removed =
        call("anna", "removeChatThreadMember", Map.of("chatThreadId", thread, "username", "ben"));
    assertThat(removed.at("/data/user").asString()).isEqualTo("ben");
    JsonNode told =
        sdks.await(
                "ben",
                "onChatThreadChange",
                event -> event.path("operation").asString("").equals("userRemove"))
            .data();
    assertThat(told.path("userName").asString()).isEqualTo("ben");
    assertThat(told.path("operator").asString()).isEqualTo("anna");
    JsonNode _ = call("ben", "joinChatThread", Map.of("chatThreadId", thread));
    JsonNode _ = call("ben", "leaveChatThread", Map.of("chatThreadId", thread));
    JsonNode _ = call("anna", "destroyChatThread", Map.of("chatThreadId", thread));
    var _ =
        sdks.await(
            "ben",
            "onChatThreadChange",
            event -> event.path("operation").asString("").equals("destroy"));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void history_is_read_in_both_directions_and_erased_for_oneself(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String one = send("anna", group, "one");
    String two = send("anna", group, "two");
    String three = send("anna", group, "three");
    JsonNode _ = sdks.modify("anna", two, group, "zwei");

    JsonNode up = history("ben", group, "up", "");
    assertThat(up.at("/messages/0/id").asString()).isEqualTo(three);
    assertThat(up.at("/messages/1/msg").asString()).isEqualTo("zwei");
    assertThat(up.at("/messages/1/modifiedInfo/operationCount").asInt()).isEqualTo(1);
    assertThat(up.path("isLast").asBoolean()).isFalse();
    JsonNode rest = history("ben", group, "up", up.path("cursor").asString());
    assertThat(rest.at("/messages/0/id").asString()).isEqualTo(one);
    assertThat(rest.path("isLast").asBoolean()).isTrue();
    assertThat(history("ben", group, "down", "").at("/messages/0/id").asString()).isEqualTo(one);
    assertThat(sdks.of("ben", "onRecallMessage")).isEmpty();

    JsonNode _ =
        call(
            "ben",
            "removeHistoryMessages",
            Map.of("targetId", group, "chatType", "groupChat", "messageIds", List.of(three)));
    assertThat(history("ben", group, "up", "").at("/messages/0/id").asString()).isEqualTo(two);
    assertThat(history("anna", group, "up", "").at("/messages/0/id").asString()).isEqualTo(three);
    JsonNode _ =
        call(
            "ben",
            "removeHistoryMessages",
            Map.of(
                "targetId",
                group,
                "chatType",
                "groupChat",
                "beforeTimeStamp",
                System.currentTimeMillis() + 1_000));
    assertThat(history("ben", group, "up", "").path("messages")).isEmpty();
  }

  private JsonNode history(String client, String target, String direction, String cursor) {
    return call(
        client,
        "getHistoryMessages",
        Map.of(
            "targetId",
            target,
            "chatType",
            "groupChat",
            "pageSize",
            2,
            "cursor",
            cursor.isEmpty() ? -1 : cursor,
            "searchDirection",
            direction));
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void conversations_are_listed_with_what_is_unread_pinned_marked_and_deleted(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String _ = send("anna", group, "one");
    String newest = send("anna", group, "two");
    JsonNode _ = fixture.textToUser("anna", "ben", "to you");

    JsonNode listed = conversation(group);
    assertThat(listed.path("unReadCount").asInt()).isEqualTo(2);
    assertThat(listed.at("/lastMessage/id").asString()).isEqualTo(newest);
    assertThat(listed.at("/lastMessage/msg").asString()).isEqualTo("two");
    JsonNode _ = sdks.send("ben", Map.of("type", "channel", "chatType", "groupChat", "to", group));
    assertThat(conversation(group).path("unReadCount").asInt()).isZero();
    assertThat(conversation("anna").path("unReadCount").asInt()).isEqualTo(1);

    JsonNode pinned =
        call(
            "ben",
            "pinConversation",
            Map.of("conversationId", group, "conversationType", "groupChat", "isPinned", true));
    assertThat(pinned.at("/data/isPinned").asBoolean()).isTrue();
    JsonNode top = call("ben", "getServerPinnedConversations", Map.of("pageSize", 10));
    assertThat(top.at("/data/conversations")).hasSize(1);
    JsonNode _ = call("ben", "addConversationMark", marked(group));
    JsonNode filtered =
        call(
            "ben",
            "getServerConversationsByFilter",
            Map.of("pageSize", 10, "filter", Map.of("mark", 3)));
    assertThat(filtered.at("/data/conversations/0/conversationId").asString()).isEqualTo(group);
    JsonNode _ = call("ben", "removeConversationMark", marked(group));
    JsonNode _ =
        call(
            "ben",
            "deleteConversation",
            Map.of("channel", "anna", "chatType", "singleChat", "deleteRoam", false));
    assertThat(
            call("ben", "getServerConversations", Map.of("pageSize", 20)).at("/data/conversations"))
        .hasSize(1);
  }

  private static Map<String, Object> marked(String group) {
    return Map.of(
        "conversations",
        List.of(Map.of("conversationId", group, "conversationType", "groupChat")),
        "mark",
        3);
  }

  private JsonNode conversation(String id) {
    return call("ben", "getServerConversations", Map.of("pageSize", 20))
        .at("/data/conversations")
        .valueStream()
        .filter(one -> one.path("conversationId").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void messages_are_pinned_reacted_to_and_their_readers_counted(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    String message =
        sdks.send(
                "anna",
                Map.of(
                    "type", "txt",
                    "chatType", "groupChat",
                    "to", group,
                    "msg", "read me",
                    "msgConfig", Map.of("allowGroupAck", true)))
            .path("serverMsgId")
            .asString();
    JsonNode got = sdks.await("ben", "onTextMessage").data();
    assertThat(got.at("/msgConfig/allowGroupAck").asBoolean()).isTrue();

    Map<String, Object> pin =
        Map.of("conversationType", "groupChat", "conversationId", group, "messageId", message);
    JsonNode _ = call("anna", "pinMessage", pin);
    JsonNode event = sdks.await("ben", "onMessagePinEvent").data();
    assertThat(event.path("messageId").asString()).isEqualTo(message);
    assertThat(event.path("operatorId").asString()).isEqualTo("anna");
    JsonNode pins =
        call(
            "ben",
            "getServerPinnedMessages",
            Map.of("conversationType", "groupChat", "conversationId", group, "pageSize", 10));
    assertThat(pins.at("/data/list/0/message/msg").asString()).isEqualTo("read me");
    JsonNode _ = call("anna", "unpinMessage", pin);

    JsonNode _ = call("ben", "addReaction", Map.of("messageId", message, "reaction", "ok"));
    JsonNode reactions =
        call(
            "anna",
            "getReactionlist",
            Map.of("chatType", "groupChat", "messageId", message, "groupId", group));
    assertThat(reactions.at("/data/0/reactionList/0/userCount").asInt()).isEqualTo(1);
    JsonNode detail =
        call(
            "anna",
            "getReactionDetail",
            Map.of("messageId", message, "reaction", "ok", "pageSize", 10));
    assertThat(detail.at("/data/userList/0").asString()).isEqualTo("ben");
    JsonNode _ = call("ben", "deleteReaction", Map.of("messageId", message, "reaction", "ok"));

    JsonNode _ =
        sdks.send(
            "ben",
            Map.of(
                "type",
                "read",
                "chatType",
                "groupChat",
                "id",
                message,
                "to",
                group,
                "msgConfig",
                Map.of("allowGroupAck", true),
                "ackContent",
                "{\"seen\":1}"));
    JsonNode read = sdks.await("anna", "onReadMessage").data();
    assertThat(read.path("mid").asString()).isEqualTo(message);
    assertThat(read.at("/groupReadCount/" + message).asInt()).isEqualTo(1);
    JsonNode readers =
        call("anna", "getGroupMsgReadUser", Map.of("groupId", group, "msgId", message));
    assertThat(readers.at("/data/userlist/0").asString()).isEqualTo("ben");
    assertThat(readers.at("/data/total").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_message_to_some_reaches_those_alone_and_one_for_who_is_there_waits_for_nobody(String sdk) {
    fixture.logIn(sdk, "anna", "ben", "cleo");
    fixture.register("dora");
    String group = fixture.makeGroup("anna", "ben", "cleo", "dora");
    JsonNode _ = special(group, "to ben", "receiverList", List.of("ben"));
    JsonNode _ = special(group, "to who is here", "deliverOnlineOnly", true);
    String last = send("anna", group, "to all");

    assertThat(texts("ben", last)).containsExactly("to ben", "to who is here", "to all");
    assertThat(texts("cleo", last)).containsExactly("to who is here", "to all");
    fixture.open("dora", sdk, "dora");
    assertThat(texts("dora", last)).containsExactly("to all");
  }

  private JsonNode special(String group, String text, String option, Object value) {
    return sdks.send(
        "anna",
        Map.of("type", "txt", "chatType", "groupChat", "to", group, "msg", text, option, value));
  }

  /// What came up to a message.
  private List<String> texts(String client, String last) {
    List<String> texts = new java.util.ArrayList<>();
    while (true) {
      JsonNode text = sdks.await(client, "onTextMessage").data();
      texts.add(text.path("msg").asString());
      if (text.path("id").asString().equals(last)) {
        return texts;
      }
    }
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void users_and_members_have_attributes_and_settings(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    String group = fixture.makeGroup("anna", "ben");
    JsonNode _ = call("anna", "updateUserInfo", Map.of("nickname", "Änna"));
    JsonNode shown = sdks.call("ben", "fetchUserInfoById", List.of("anna"), List.of("nickname"));
    assertThat(shown.at("/data/anna/nickname").asString()).isEqualTo("Änna");
    JsonNode _ =
        call(
            "ben",
            "setGroupMemberAttributes",
            Map.of("groupId", group, "userId", "ben", "memberAttributes", Map.of("k", "v")));
    assertThat(
            call("anna", "getGroupMemberAttributes", Map.of("groupId", group, "userId", "ben"))
                .at("/data/k")
                .asString())
        .isEqualTo("v");
    JsonNode _ =
        call(
            "anna",
            "setSilentModeForConversation",
            Map.of(
                "conversationId",
                group,
                "type",
                "groupChat",
                "options",
                Map.of("paramType", 0, "remindType", "NONE")));
    assertThat(
            call(
                    "anna",
                    "getSilentModeForConversation",
                    Map.of("conversationId", group, "type", "groupChat"))
                .at("/data/type")
                .asString())
        .isEqualTo("NONE");
    assertThat(sdks.call("anna", "getJoinedGroupsCount").path("data").asInt()).isEqualTo(1);
    assertThat(call("ben", "isInGroupMutelist", Map.of("groupId", group)).path("data").asBoolean())
        .isFalse();
    assertThat(
            call("ben", "isInGroupAllowlist", Map.of("groupId", group, "userName", "ben"))
                .at("/data/white")
                .asBoolean())
        .isFalse();
    JsonNode devices = sdks.call("anna", "getSelfIdsOnOtherPlatform");
    assertThat(devices.isArray() || devices.path("data").isArray()).isTrue();
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_user_logs_in_by_password(String sdk) {
    fixture.register("anna");
    sdks.create("anna", sdk, fixture.url(), fixture.webSocket);
    SdkClients.SdkException refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            SdkClients.SdkException.class,
            () -> call("anna", "open", Map.of("user", "anna", "pwd", "wrong")));
    assertThat(refused.type()).isEqualTo(1);

    JsonNode opened = call("anna", "open", Map.of("user", "anna", "pwd", "pw"));

    assertThat(opened.path("accessToken").asString()).isNotEmpty();
    assertThat(opened.path("duration").asLong()).isPositive();
    var _ = sdks.await("anna", "onConnected");
  }
}
