package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A user's messages are found by their words, and nobody else's.
class MessageSearchTest {

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client().users("ann", "ben", "cleo");
    group =
        api.post(
                "/chatgroups",
                """
                {"groupname":"g","desc":"d","public":true,"owner":"ann","members":["ben"]}
                """)
            .data()
            .get("groupid")
            .stringValue();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String send(String path, String from, String to, String text) {
    return api.post(
            path,
            "{\"from\":\"%s\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                .formatted(from, to, text))
        .data()
        .get(to)
        .stringValue();
  }

  private String toUser(String from, String to, String text) {
    return send("/messages/users", from, to, text);
  }

  private JsonNode search(String user, String data) {
    return api.post("/users/" + user + "/messages/search/get", "{\"data\":" + data + "}")
        .ok()
        .get("data");
  }

  private static String id(JsonNode hit) {
    return hit.get("messageId").asString();
  }

  @Test
  void single_chats_are_searched_in_any_script() {
    String tea = toUser("ann", "ben", "我刚买了一台苹果手机");
    toUser("ben", "ann", "还没有");
    toUser("ben", "cleo", "苹果手机");

    JsonNode found =
        search("ann", "{\"keyword\":\"苹果手机\",\"searchMode\":\"exact\",\"highlightEnable\":true}");

    assertThat(found.get("list").size()).isEqualTo(1);
    JsonNode hit = found.get("list").get(0);
    assertThat(id(hit)).isEqualTo(tea);
    assertThat(hit.get("receiverId").stringValue()).isEqualTo("ben");
    assertThat(hit.get("content").get("message").stringValue()).isEqualTo("我刚买了一台苹果手机");
    assertThat(hit.get("highlight").get("content.message").get(0).stringValue())
        .isEqualTo("我刚买了一台<em>苹果手机</em>");
    assertThat(found.get("pagination").get("isFinished").intValue()).isEqualTo(1);
  }

  @Test
  void a_user_searches_the_own_messages_alone() {
    String tea = toUser("ann", "ben", "Tea at four");
    String body = "{\"data\":{\"keyword\":\"tea\"}}";

    JsonNode found = api.as("ben").post("/users/ben/messages/search/get", body).ok();

    // A number would lose its last digits in a browser.
    assertThat(found.at("/data/list/0/messageId").stringValue()).isEqualTo(tea);
    ApiClient.Reply refused = api.as("ben").post("/users/ann/messages/search/get", body);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/error").stringValue()).isEqualTo("forbidden_op");
  }

  @Test
  void a_group_is_searched_by_its_members_when_it_is_named() {
    String tea = send("/messages/chatgroups", "ann", group, "Tea?");
    String named = "{\"keyword\":\"tea\",\"groupIds\":[\"" + group + "\"]}";

    assertThat(id(search("ben", named).get("list").get(0))).isEqualTo(tea);
    assertThat(search("ben", "{\"keyword\":\"tea\"}").get("list").size()).isZero();
    assertThat(search("cleo", named).get("list").size()).isZero();
  }

  @Test
  void what_was_recalled_or_hidden_is_not_found() {
    String recalled = toUser("ann", "ben", "tea one");
    String hidden = toUser("ann", "ben", "tea two");
    String left = toUser("ann", "ben", "tea three");
    api.post(
            "/messages/msg_recall",
            "{\"msg_id\":\"%s\",\"to\":\"ben\",\"chat_type\":\"chat\",\"from\":\"ann\",\"force\":true}"
                .formatted(recalled))
        .ok();
    api.delete("/rest/message/roaming/chat/user/ben?userId=ann&msgIdList=" + hidden).ok();

    JsonNode list = search("ben", "{\"keyword\":\"tea\"}").get("list");
    assertThat(list.size()).isEqualTo(1);
    assertThat(id(list.get(0))).isEqualTo(left);
    assertThat(search("ann", "{\"keyword\":\"tea\"}").get("list").size()).isEqualTo(2);
  }

  @Test
  void pages_are_in_the_order_that_is_asked_for() {
    String first = toUser("ann", "ben", "tea");
    toUser("ann", "ben", "tea tea");
    String last = toUser("ann", "ben", "a little tea");

    JsonNode oldest = search("ann", "{\"keyword\":\"tea\",\"sort\":\"sentTime:asc\",\"size\":2}");
    assertThat(id(oldest.get("list").get(0))).isEqualTo(first);
    assertThat(oldest.get("pagination").get("totalPages").intValue()).isEqualTo(2);
    assertThat(oldest.get("pagination").get("isFinished").intValue()).isZero();
    JsonNode newest = search("ann", "{\"keyword\":\"tea\",\"sort\":\"sentTime:desc\"}");
    assertThat(id(newest.get("list").get(0))).isEqualTo(last);
    JsonNode closest = search("ann", "{\"keyword\":\"tea\"}");
    assertThat(closest.get("list").get(0).get("content").get("message").stringValue())
        .isEqualTo("tea tea");
  }

  @Test
  void imported_messages_are_in_the_order_of_their_own_times() {
    String later = imported("tea at five", 1_700_000_005_000L);
    String earlier = imported("tea at four", 1_700_000_004_000L);

    JsonNode oldest = search("ann", "{\"keyword\":\"tea\",\"sort\":\"sentTime:asc\"}").get("list");
    assertThat(oldest.valueStream().map(MessageSearchTest::id)).containsExactly(earlier, later);
    JsonNode newest = search("ann", "{\"keyword\":\"tea\",\"sort\":\"sentTime:desc\"}").get("list");
    assertThat(newest.valueStream().map(MessageSearchTest::id)).containsExactly(later, earlier);
  }

  private String imported(String text, long sent) {
    return api.post(
            "/messages/users/import",
            "{\"from\":\"ann\",\"target\":\"ben\",\"type\":\"txt\",\"body\":{\"msg\":\"%s\"},\"msg_timestamp\":%d}"
                .formatted(text, sent))
        .data()
        .get("msg_id")
        .asString();
  }

  @Test
  void nothing_was_said_at_times_far_away() {
    toUser("ann", "ben", "tea");

    for (long time : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
      String data = "{\"keyword\":\"tea\",\"startTime\":%d,\"endTime\":%d}".formatted(time, time);
      assertThat(search("ann", data).get("list").size()).as(data).isZero();
    }
  }

  @Test
  void what_is_no_search_is_refused_with_the_vendors_code() {
    for (String data :
        new String[] {
          "{}",
          "{\"keyword\":\" \"}",
          "{\"keyword\":\"tea\",\"size\":101}",
          "{\"keyword\":\"tea\",\"startTime\":1}",
          "{\"keyword\":\"tea\",\"startTime\":-9000000000000000000,\"endTime\":9000000000000000000}",
          "{\"keyword\":\"tea\",\"participantPairs\":7}",
          "{\"keyword\":\"tea\",\"participantPairs\":{\"userId1\":\"ann\",\"userId2\":\"ben\"}}",
          "{\"keyword\":\"tea\",\"participantPairs\":[{\"userId1\":\"ben\",\"userId2\":\"cleo\"}]}"
        }) {
      ApiClient.Reply reply = api.post("/users/ann/messages/search/get", "{\"data\":" + data + "}");
      assertThat(reply.status()).as(data).isEqualTo(400);
      assertThat(reply.body().get("code").intValue()).isEqualTo(4_000_005);
    }
  }
}
