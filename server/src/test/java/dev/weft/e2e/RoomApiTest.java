package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The chat room endpoints, over a socket, and the callbacks they give.
class RoomApiTest {

  @TempDir private Path folder;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String id;
  private String room;

  @BeforeEach
  void start() throws IOException {
    inbox = Inbox.open();
    server = RunningServer.start(folder);
    api = server.client().users("ann", "ben", "cleo");
    id =
        api.post(
                "/chatrooms",
                """
                {"name":"stage","description":"d","owner":"ann","members":["ben"]}
                """)
            .data()
            .get("id")
            .stringValue();
    room = "/chatrooms/" + id;
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    inbox.close();
  }

  private void rule() {
    api.rule(
        "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"group\",\"message\",\"recall\"]}"
            .formatted(inbox.url()));
  }

  @Test
  void shows_a_room_in_every_form() {
    JsonNode shown = api.get(room).data().get(0);
    JsonNode joined = api.get("/users/ben/joined_chatrooms?pagenum=1&pagesize=10").ok();

    assertThat(shown.get("maxusers").intValue()).isEqualTo(1000);
    assertThat(shown.get("affiliations").toString())
        .isEqualTo("[{\"member\":\"ben\"},{\"owner\":\"ann\"}]");
    assertThat(api.get("/chatrooms?limit=10").data().toString())
        .isEqualTo(
            "[{\"id\":\"%s\",\"name\":\"stage\",\"owner\":\"ann\",\"affiliations_count\":2}]"
                .formatted(id));
    assertThat(joined.get("data").toString())
        .isEqualTo("[{\"id\":\"%s\",\"name\":\"stage\",\"disabled\":\"false\"}]".formatted(id));
    assertThat(api.get("/chatgroups?limit=10").data()).isEmpty();
    assertThat(api.get("/users/ben/joined_chatgroups").data()).isEmpty();
    api.get("/chatgroups/" + id)
        .isError(404, "resource_not_found", "grpID " + id + " does not exist!");
  }

  @Test
  void refuses_in_the_words_of_the_vendor() {
    assertThat(api.post("/chatrooms", "{\"name\":\"n\",\"owner\":\"ann\"}").error())
        .isEqualTo("400 invalid_parameter: description must be provided");
    assertThat(create("\"maxusers\":10001").error())
        .isEqualTo("403 exceed_limit: maxUsers cannot exceed 10000");
    assertThat(create("\"members\":[\"nobody\"]").error())
        .isEqualTo("404 resource_not_found: username nobody doesn't exist!");
    assertThat(api.put(room, "{\"chatroom_id\":\"1\"}").error())
        .isEqualTo("400 invalid_parameter: some of [chatroom_id] are not valid fields");
    assertThat(api.put(room, "{\"name\":\"%s\"}".formatted("n".repeat(129))).error())
        .isEqualTo("403 exceed_limit: title cannot exceed to 128");
    assertThat(api.put(room, "{\"newowner\":\"ann\"}").error())
        .isEqualTo("403 forbidden_op: new owner and old owner are the same");
    assertThat(api.get("/chatrooms/1").error())
        .isEqualTo("404 service_resource_not_found: do not find this group:1");
    assertThat(api.get("/chatrooms/1/users").error())
        .isEqualTo("404 service_resource_not_found: do not find this group:1");
    assertThat(api.post("/chatrooms/1/users/ben", "").error())
        .isEqualTo("404 resource_not_found: grpID 1 does not exist!");
    assertThat(api.delete(room + "/users/cleo").error())
        .isEqualTo("403 forbidden_op: users [cleo] are not members of this group!");
    assertThat(
            api.post(room + "/announcement", "{\"announcement\":\"%s\"}".formatted("a".repeat(513)))
                .error())
        .isEqualTo("403 forbidden_op: announce info length exceeds limit!");
    assertThat(api.put(room + "/users/cleo/tag", "{\"tags\":[]}").error())
        .isEqualTo("400 forbidden_op: users [cleo] are not members of this group!");
    assertThat(api.put(room + "/users/ben/tag", "{\"tags\":\"t\"}").error())
        .isEqualTo("400 invalid_parameter: tags should be type of List");
    assertThat(
            api.put("/metadata/chatroom/" + id + "/user/cleo", "{\"metaData\":{\"key\":\"value\"}}")
                .error())
        .isEqualTo("401 MetadataException: user is not in chatroom");
    assertThat(api.post("/messages/chatrooms", message(10 + 1)).error())
        .isEqualTo("400 message_send_error: params to's size can't exceed limit 10");
  }

  private Reply create(String more) {
    return api.post(
        "/chatrooms",
        "{\"name\":\"n\",\"description\":\"d\",\"owner\":\"ann\",%s}".formatted(more));
  }

  private static String message(int rooms) {
    StringBuilder to = new StringBuilder();
    for (int i = 1; i <= rooms; i++) {
      to.append(i == 1 ? "" : ",").append('"').append(i).append('"');
    }
    return "{\"to\":[%s],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}".formatted(to);
  }

  @Test
  void calls_back_what_happens_in_rooms() {
    rule();
    api.post(room + "/users", "{\"usernames\":[\"cleo\",\"ben\"]}").ok();
    JsonNode joined = inbox.next().json();
    api.post("/chatrooms/super_admin", "{\"superadmin\":\"ben\"}").ok();
    JsonNode named = inbox.next().json();
    String message =
        api.post(
                "/messages/chatrooms",
                "{\"from\":\"ben\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}"
                    .formatted(id))
            .data()
            .get(id)
            .stringValue();
    JsonNode sent = inbox.next().json();
    api.post(
            "/messages/msg_recall",
            "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"chatroom\",\"force\":true}"
                .formatted(message, id))
        .ok();
    JsonNode recalled = inbox.next().json();
    api.put("/metadata/chatroom/" + id + "/user/ben", "{\"metaData\":{\"seat\":\"1\"}}").ok();
    api.delete(room).ok();
    JsonNode left = inbox.next().json();
    JsonNode deleted = inbox.next().json();

    assertThat(joined.get("type").stringValue()).isEqualTo("CHATROOM");
    assertThat(joined.get("payload").toString())
        .isEqualTo("{\"member\":[\"cleo\"],\"type\":\"DIRECT\"}");
    assertThat(joined.get("member_count").intValue()).isEqualTo(3);
    assertThat(named.get("operation").stringValue()).isEqualTo("ROOM_SUPER_ADMIN");
    assertThat(named.get("security").stringValue()).hasSize(32);
    assertThat(sent.get("content_type").stringValue()).isEqualTo("chat:room:text");
    assertThat(sent.get("chat_type").stringValue()).isEqualTo("groupchat");
    assertThat(sent.get("group_id").stringValue()).isEqualTo(id);
    assertThat(recalled.get("recall_id").stringValue()).isEqualTo(message);
    assertThat(left.at("/payload/type").stringValue()).isEqualTo("DELETE");
    assertThat(deleted.get("operation").stringValue()).isEqualTo("DELETE");
    assertThat(deleted.get("type").stringValue()).isEqualTo("CHATROOM");
  }

  @Test
  void calls_back_in_the_first_generation_if_a_rule_wants_it() {
    api.rule("{\"name\":\"old\",\"url\":\"%s\",\"events\":[\"muc\"]}".formatted(inbox.url()));
    api.put("/metadata/chatroom/" + id + "/user/ben", "{\"metaData\":{\"seat\":\"1\"}}").ok();
    JsonNode set = inbox.next().json();
    api.delete(room + "/users/ben").ok();
    JsonNode kicked = inbox.next().json();
    JsonNode gone = inbox.next().json();
    JsonNode taken = inbox.next().json();
    String group = api.group("ann", "ben");
    JsonNode created = inbox.next().json();
    api.put("/metadata/chatgroup/" + group + "/user/ben", "{\"metaData\":{\"title\":\"x\"}}").ok();
    JsonNode noted = inbox.next().json();

    ApiDocument callbacks = ApiDocument.read("asyncapi.yaml");
    for (JsonNode one : java.util.List.of(set, kicked, gone, taken, created, noted)) {
      callbacks.assertIs("MucCallback", one);
    }
    assertThat(set.at("/payload/operation").stringValue()).isEqualTo("set_metadata");
    assertThat(set.get("from").stringValue()).isEqualTo(id);
    assertThat(set.get("to").stringValue()).isEqualTo("ben");
    assertThat(kicked.at("/payload/operation").stringValue()).isEqualTo("kick");
    assertThat(gone.at("/payload/operation").stringValue()).isEqualTo("absence");
    assertThat(taken.at("/payload/operation").stringValue()).isEqualTo("delete_metadata");
    assertThat(created.at("/payload/operation").stringValue()).isEqualTo("create");
    assertThat(created.get("group_id").stringValue()).isEqualTo(group);
    assertThat(noted.at("/payload/operation").stringValue())
        .isEqualTo("group_member_metadata_update");
  }

  @Test
  void lets_members_moderate_as_their_rank_allows() {
    ApiClient ben = api.as("ben");
    ben.post(room + "/mute", "{\"usernames\":[\"ann\"],\"mute_duration\":1000}")
        .isError(403, "forbidden_op", "You do not have permission");
    api.post(room + "/users/cleo", "").ok();
    api.post(room + "/admin", "{\"newadmin\":\"ben\"}").ok();

    ben.post(room + "/mute", "{\"usernames\":[\"cleo\"],\"mute_duration\":-1}").ok();
    api.put(room + "/users/cleo/tag", "{\"tags\":[\"t\"]}").ok();
    api.put(room + "/tag/mute", "{\"tag\":\"t\",\"mute_duration\":5}").ok();

    assertThat(ben.get(room + "/mute").data().toString())
        .isEqualTo("[{\"expire\":4638873600000,\"user\":\"cleo\"}]");
    api.as("cleo").get(room).ok();
    ben.post("/chatrooms", "{\"name\":\"n\",\"description\":\"d\",\"owner\":\"ben\"}")
        .isError(403, "forbidden_op", "You do not have permission");
  }
}
