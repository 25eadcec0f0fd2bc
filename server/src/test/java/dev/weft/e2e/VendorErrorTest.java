package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the vendor's pages of 2026 say that calls about users and members answer when something is
/// wrong, and what else clients read of them.
class VendorErrorTest {

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void have_users_in_a_group() {
    server = RunningServer.start(data, Map.of(), Clock.systemUTC());
    api = server.client();
    api.users("ann", "ben", "cat", "dan");
    group = api.group("ann", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(","));
  }

  private Reply setAttribute(String form) {
    return api.put("/metadata/user/ann", form);
  }

  @Test
  void attributes_of_a_user_have_limits_of_their_own() {
    assertThat(setAttribute("nickname=" + "x".repeat(65)).error())
        .isEqualTo(
            "403 FORBIDDEN: size of metadata for this single user exceeds the current mysql column"
                + " size, 64Bytes");
    assertThat(setAttribute("phone=" + "1".repeat(33)).status()).isEqualTo(403);
    assertThat(setAttribute("nickname=" + "%E5%AE%89".repeat(64)).status()).isEqualTo(200);
    assertThat(setAttribute("ext=" + "x".repeat(2_048)).error())
        .isEqualTo(
            "403 FORBIDDEN: size of metadata for this single user exceeds the user defined limit,"
                + " 2048Bytes");
    assertThat(
            api.typed("PUT", "/metadata/user/ann", "application/json", "{\"nickname\":\"x\"}")
                .error())
        .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE: Content-Type 'application/json' is not supported.");
    String many = names(101);
    assertThat(
            api.post("/metadata/user/get", "{\"targets\":[%s],\"properties\":[]}".formatted(many))
                .error())
        .isEqualTo("400 BAD_REQUEST: exceed allowed batch size 100");
  }

  @Test
  void setting_attributes_answers_what_was_set() {
    setAttribute("nickname=Ann&sign=s").ok();

    assertThat(setAttribute("sign=t").data()).hasToString("{\"sign\":\"t\"}");
    assertThat(setAttribute("nickname=%E5%AE%89").status()).isEqualTo(200);
    assertThat(api.get("/metadata/user/capacity").data().intValue())
        .as("bytes, not characters")
        .isEqualTo(4);
  }

  private Reply ofMembers(String body) {
    return api.put("/metadata/chatgroup/" + group + "/users/batch", body);
  }

  @Test
  void attributes_of_members_are_set_for_each_of_a_list() {
    JsonNode set =
        ofMembers(
                "[{\"username\":\"ann\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}},"
                    + "{\"username\":\"ben\",\"metadata\":{\"c\":\"3\"}}]")
            .data();

    assertThat(set.get("updateMetadataFailed")).isEmpty();
    assertThat(set.get("updateMetadataSucceeded"))
        .hasToString(
            "[{\"username\":\"ann\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}},"
                + "{\"username\":\"ben\",\"metadata\":{\"c\":\"3\"}}]");
    ofMembers("[{\"username\":\"ann\",\"metadata\":{\"a\":\"\"}}]").ok();
    assertThat(api.get("/metadata/chatgroup/" + group + "/user/ann").data())
        .hasToString("{\"b\":\"2\"}");
  }

  @Test
  void a_list_of_members_is_set_as_a_whole_or_not_at_all() {
    assertThat(
            ofMembers(
                    "[{\"username\":\"ann\",\"metadata\":{\"a\":\"1\"}},"
                        + "{\"username\":\"cat\",\"metadata\":{\"a\":\"1\"}}]")
                .error())
        .isEqualTo("400 metadata_error: Some users are not in the group: cat");
    assertThat(api.get("/metadata/chatgroup/" + group + "/user/ann").data()).isEmpty();
    assertThat(
            ofMembers(
                    "["
                        + "{\"username\":\"ann\",\"metadata\":{}},".repeat(20)
                        + "{\"username\":\"ann\",\"metadata\":{}}]")
                .error())
        .isEqualTo("400 metadata_error: exceeds chatgroup metadata batch put users limit");
  }

  @Test
  void attributes_of_members_have_errors_of_their_own() {
    String path = "/metadata/chatgroup/" + group;
    assertThat(
            api.put(path + "/user/ann", "{\"metaData\":{\"%s\":\"v\"}}".formatted("k".repeat(17)))
                .error())
        .isEqualTo("400 metadata_error: exceeds chatgroup user metadata single key limit");
    assertThat(
            api.put(path + "/user/ann", "{\"metaData\":{\"k\":\"%s\"}}".formatted("v".repeat(513)))
                .error())
        .isEqualTo("400 metadata_error: exceeds chatgroup user metadata single value limit");
    assertThat(api.get(path + "/user/cat").error())
        .isEqualTo("404 MetadataException: user not in group");
    assertThat(api.put("/metadata/chatgroup/123/user/ann", "{\"metaData\":{\"k\":\"v\"}}").error())
        .isEqualTo("404 metadata_error: group not exists");
    String eleven = names(11);
    assertThat(
            api.post(path + "/get", "{\"targets\":[%s],\"properties\":[]}".formatted(eleven))
                .error())
        .isEqualTo("400 metadata_error: query param reaches limit.");
  }

  @Test
  void reactions_in_a_group_are_asked_for_with_the_group() {
    String message = api.text("ann", group, "look");
    String list = "/reaction/user/ben?msgIdList=" + message + "&msgType=groupchat";
    assertThat(api.get(list).error()).isEqualTo("400 Bad Request: groupId can not be null!");
    assertThat(api.get(list + "&groupId=" + group).data()).isEmpty();

    String single =
        api.post(
                "/messages/users",
                "{\"from\":\"ann\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}")
            .data()
            .get("ben")
            .stringValue();
    JsonNode given =
        api.post("/reaction/user/ben", "{\"msgId\":\"%s\",\"message\":\"tea\"}".formatted(single))
            .data();
    assertThat(given.get("groupId").isNull()).isTrue();
    assertThat(given.get("msgType").stringValue()).isEqualTo("chat");
  }

  @Test
  void contacts_are_listed_by_pages_of_fifty_at_most() {
    api.call("POST", "/users/ann/contacts/users/ben", null).ok();
    api.call("POST", "/users/ann/contacts/users/cat", null).ok();
    api.call("POST", "/users/ann/contacts/users/dan", null).ok();
    api.put("/user/ann/contacts/users/cat", "{\"remark\":\"Cat\"}").ok();

    assertThat(api.get("/user/ann/contacts?limit=51").error())
        .isEqualTo("400 illegal_argument: getContacts | page size more than max limit : 50");
    JsonNode page = api.get("/user/ann/contacts?limit=2&needReturnRemark=true").body();
    assertThat(page.get("count").intValue()).as("of this page").isEqualTo(2);
    assertThat(page.at("/data/contacts"))
        .hasToString(
            "[{\"remark\":null,\"username\":\"dan\"},{\"remark\":\"Cat\",\"username\":\"cat\"}]");
    assertThat(api.put("/user/ann/contacts/users/nobody", "{\"remark\":\"x\"}").error())
        .isEqualTo("404 service_resource_not_found: Service resource not found");
  }

  @Test
  void roaming_messages_are_deleted_with_all_that_the_call_needs() {
    String path = "/rest/message/roaming/chat/user/ann";
    assertThat(api.delete(path + "?msgIdList=1").error()).isEqualTo("400 Bad Request: Bad Request");
    assertThat(api.delete(path + "?userId=ben").error()).isEqualTo("400 Bad Request: Bad Request");
    assertThat(api.delete(path + "/time?userId=ben").error())
        .isEqualTo("400 Bad Request: Bad Request");
    assertThat(api.delete(path + "?userId=ben&msgIdList=" + "1,".repeat(50) + "1").error())
        .isEqualTo("400 param exception: delete msg list limit can not greater than 50");
  }

  @Test
  void presence_is_published_and_followed_as_the_vendor_says() {
    assertThat(api.post("/users/ann/presence/web/1", "{}").error())
        .isEqualTo("400 illegal_argument: ext cannot be null");
    assertThat(
            api.post(
                    "/users/ann/presence/web/1", "{\"ext\":\"%s\"}".formatted("\u5b89".repeat(342)))
                .error())
        .isEqualTo("400 illegal_argument: ext is too big");
    assertThat(api.post("/users/ann/presence/60", "{\"usernames\":[]}").error())
        .isEqualTo("400 illegal_argument: usernames is empty");
    assertThat(
            api.post("/users/ann/presence/60", "{\"usernames\":[%s]}".formatted(names(101)))
                .error())
        .isEqualTo("400 illegal_argument: too many sub presence");
    assertThat(api.post("/users/ann/presence/60", "{\"usernames\":[\"ben\",\"ann\"]}").error())
        .isEqualTo("400 illegal_argument: you can't sub yourself");
  }

  @Test
  void tags_are_for_members_of_the_room() {
    String room =
        api.post(
                "/chatrooms",
                "{\"name\":\"r\",\"description\":\"d\",\"maxusers\":10,\"owner\":\"ann\"}")
            .data()
            .get("id")
            .stringValue();

    assertThat(api.put("/chatrooms/" + room + "/users/ben/tag", "{\"tags\":[\"a\"]}").error())
        .isEqualTo("400 forbidden_op: users [ben] are not members of this group!");
  }
}
