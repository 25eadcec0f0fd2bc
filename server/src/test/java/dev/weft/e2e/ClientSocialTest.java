package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Contacts, attributes and reactions with the tokens of users, on both databases.
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class ClientSocialTest {

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private ApiClient app;
  private ApiClient ann;
  private ApiClient ben;
  private ApiClient cat;
  private String group;

  @BeforeEach
  void start() {
    server =
        database.equals("sqlite")
            ? RunningServer.start(data, Map.of("store.database", ""), Clock.systemUTC())
            : RunningServer.start(data, PostgresServer.settings(data), Clock.systemUTC());
    app = server.client().users("ann", "ben", "cat");
    ann = app.as("ann");
    ben = app.as("ben");
    cat = app.as("cat");
    group = app.group("ann", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void users_become_contacts_when_one_asks_and_the_other_accepts() {
    JsonNode asked =
        ann.post(
                "/users/ann/contacts/apply?resource=r",
                "{\"usernames\":[\"ben\",\"nobody\",\"ann\"],\"reason\":\"hi\"}")
            .data();
    assertThat(asked.get("successUsers")).hasToString("[\"ben\"]");
    assertThat(asked.get("notExistUsers")).hasToString("[\"nobody\"]");
    assertThat(asked.get("applyYourselfUsers")).hasToString("[\"ann\"]");
    assertThat(contacts(ben, "ben")).isEmpty();

    ben.call("POST", "/users/ben/contacts/accept/users/ann?resource=r", null).ok();
    assertThat(contacts(ben, "ben")).containsExactly("ann");
    assertThat(contacts(ann, "ann")).containsExactly("ben");

    ann.put("/users/ann/contacts/users/ben", "{\"remark\":\"Benny\"}").ok();
    assertThat(ann.get("/users/ann/contacts/users?needReturnRemark=true").at("/entities/0/remark"))
        .hasToString("\"Benny\"");
    ben.delete("/users/ben/contacts/users/ann?resource=r").ok();
    assertThat(contacts(ann, "ann")).isEmpty();
  }

  @Test
  void nobody_becomes_a_contact_of_who_has_not_asked() {
    assertThat(ben.call("POST", "/users/ben/contacts/accept/users/ann", null).status())
        .isEqualTo(404);
    ann.post("/users/ann/contacts/apply", "{\"usernames\":[\"ben\"]}").ok();
    ben.call("POST", "/users/ben/contacts/decline/users/ann", null).ok();
    assertThat(ben.call("POST", "/users/ben/contacts/accept/users/ann", null).status())
        .isEqualTo(404);
    assertThat(cat.call("POST", "/users/ben/contacts/accept/users/ann", null).status())
        .isEqualTo(403);
    assertThat(contacts(ann, "ann")).isEmpty();
  }

  private static List<String> contacts(ApiClient client, String user) {
    return client
        .get("/users/" + user + "/contacts/users")
        .data()
        .valueStream()
        .map(JsonNode::stringValue)
        .toList();
  }

  @Test
  void a_user_says_whose_attributes_it_follows() {
    String path = "/user/ann/metadata/subscription";
    ann.post(path, "{\"usernames\":[\"cat\",\"ben\",\"nobody\",\"ann\"]}").ok();
    ann.post(path, "{\"usernames\":[\"ben\"]}").ok();
    assertThat(ann.get(path).data()).hasToString("[\"ben\",\"cat\"]");
    assertThat(ben.get("/user/ben/metadata/subscription").data()).isEmpty();

    assertThat(ben.post(path, "{\"usernames\":[\"cat\"]}").status()).isEqualTo(403);
    assertThat(ben.get(path).status()).isEqualTo(403);
    assertThat(ben.delete(path + "?usernames=cat").status()).isEqualTo(403);
    assertThat(ann.post(path, "{}").status()).isEqualTo(400);
    assertThat(ann.delete(path).status()).isEqualTo(400);

    ann.delete(path + "?usernames=cat,nobody").ok();
    assertThat(ann.get(path).data()).hasToString("[\"ben\"]");
    app.delete("/users/ben").ok();
    assertThat(ann.get(path).data()).isEmpty();
  }

  @Test
  void a_user_follows_no_more_than_a_hundred() {
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "many" + i).toList();
    app.users(many.toArray(String[]::new));
    String path = "/user/ann/metadata/subscription";
    String hundred = "\"" + String.join("\",\"", many.subList(0, 100)) + "\"";

    assertThat(ann.post(path, "{\"usernames\":[" + hundred + ",\"many100\"]}").status())
        .isEqualTo(400);
    ann.post(path, "{\"usernames\":[" + hundred + "]}").ok();
    ann.post(path, "{\"usernames\":[" + hundred + "]}").ok();

    assertThat(ann.post(path, "{\"usernames\":[\"many100\"]}").error())
        .isEqualTo("400 BAD_REQUEST: metadata subscription count exceeds limit");
    assertThat(ann.get(path).data()).hasSize(100);
  }

  @Test
  void attributes_of_a_user_are_his_to_change_and_for_all_to_see() {
    ann.put("/metadata/user/ann", "nickname=%E5%AE%89&avatarurl=http%3A%2F%2Fa&mail=m").ok();
    ann.put("/metadata/user/ann", "mail=&sign=s").ok();

    assertThat(ben.get("/metadata/user/ann").data())
        .hasToString("{\"avatarurl\":\"http://a\",\"nickname\":\"\u5b89\",\"sign\":\"s\"}");
    assertThat(
            ben.post(
                    "/metadata/user/get",
                    "{\"targets\":[\"ann\",\"cat\"],\"properties\":[\"nickname\"]}")
                .data())
        .hasToString("{\"ann\":{\"nickname\":\"\u5b89\"},\"cat\":{}}");
    assertThat(ben.put("/metadata/user/ann", "nickname=x").status()).isEqualTo(403);
    assertThat(ann.put("/metadata/user/ann", "ext=" + "x".repeat(2048)).status()).isEqualTo(403);
    app.delete("/metadata/user/ann").ok();
    assertThat(ben.get("/metadata/user/ann").data()).isEmpty();
    assertThat(app.get("/metadata/user/capacity").data().intValue()).isZero();
  }

  @Test
  void attributes_of_a_member_are_seen_by_members() {
    String path = "/sdk/metadata/chatgroup/" + group;
    ben.put(path + "/user/ben", "{\"metaData\":{\"title\":\"boss\",\"x\":\"y\"}}").ok();
    ann.put(path + "/user/ben", "{\"metaData\":{\"x\":\"\"}}").ok();

    assertThat(ann.post(path + "/get", "{\"targets\":[\"ben\",\"ann\"],\"properties\":[]}").data())
        .hasToString("{\"ben\":{\"title\":\"boss\"},\"ann\":{}}");
    assertThat(ben.put(path + "/user/ann", "{\"metaData\":{\"a\":\"b\"}}").status()).isEqualTo(403);
    assertThat(cat.get(path + "/user/ben").status()).isEqualTo(404);
    for (String value : new String[] {"{\"b\":1}", "[1]"}) {
      ben.put(path + "/user/ben", "{\"metaData\":{\"a\":%s}}".formatted(value))
          .isError(
              400,
              "invalid_request_body",
              "Request body is invalid. Please check body is correct.");
    }
    assertThat(
            ben.put(path + "/user/ben", "{\"metaData\":{\"%s\":\"b\"}}".formatted("k".repeat(17)))
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_name_card_is_what_a_member_is_called_in_a_group() {
    String path = "/sdk/chatgroups/" + group + "/nameCard";
    String asked = "{\"members\":[\"ben\",\"ann\"]}";
    ben.put(path, "{\"nameCard\":\"Big Ben\"}").ok();

    assertThat(ann.post(path + "/batch/get", asked).data())
        .hasToString("{\"ben\":{\"namecard\":\"Big Ben\"}}");
    assertThat(ann.get("/sdk/metadata/chatgroup/" + group + "/user/ben").data())
        .hasToString("{\"nameCard\":\"Big Ben\"}");
    assertThat(cat.post(path + "/batch/get", asked).status()).isEqualTo(404);
    assertThat(cat.put(path, "{\"nameCard\":\"x\"}").status()).isEqualTo(404);
    assertThat(ben.put(path, "{\"nameCard\":\"%s\"}".formatted("x".repeat(129))).status())
        .isEqualTo(400);

    ben.put(path, "{\"nameCard\":\"\"}").ok();
    assertThat(ann.post(path + "/batch/get", asked).data()).isEmpty();

    app.delete("/chatgroups/" + group).ok();
    assertThat(ann.post(path + "/batch/get", asked).data()).isEmpty();
  }

  @Test
  void a_reaction_is_counted_once_for_each_user() {
    String message = app.text("ann", group, "hello");
    String body = "{\"msgId\":\"%s\",\"message\":\"\ud83d\ude00\"}".formatted(message);

    JsonNode given = ben.post("/reaction/user/ben", body).data();
    assertThat(given.get("groupId").stringValue()).isEqualTo(group);
    ben.post("/reaction/user/ben", body)
        .isError(400, "Bad Request", "the user is already operation this message");
    JsonNode second = ann.post("/reaction/user/ann", body).data();
    assertThat(second.get("id")).isEqualTo(given.get("id"));
    cat.post("/reaction/user/cat", body)
        .isError(400, "Bad Request", "the user operation is illegal!");

    JsonNode listed =
        ann.get("/reaction/user/ann?msgIdList=" + message + "&msgType=groupchat&groupId=" + group)
            .data()
            .at("/0/reactionList/0");
    assertThat(listed.get("userCount").intValue()).isEqualTo(2);
    assertThat(listed.get("state").booleanValue()).isTrue();
    assertThat(listed.get("userList")).hasToString("[\"ben\",\"ann\"]");

    String twice = "%25F0%259F%2598%2580";
    ben.delete("/reaction/user/ben?msgId=" + message + "&message=" + twice).ok();
    JsonNode detail =
        ben.get("/reaction/user/ben/detail?msgId=" + message + "&message=%F0%9F%98%80").data();
    assertThat(detail.get("state").booleanValue()).isFalse();
    assertThat(detail.get("userList")).hasToString("[\"ann\"]");
  }

  @Test
  void a_reaction_is_called_back_when_it_is_given_and_when_it_is_taken_back() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      app.rule(
          "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"reaction\"],\"security_fields\":false}"
              .formatted(inbox.url()));
      String message = app.text("ann", group, "hello");
      String body = "{\"msgId\":\"%s\",\"message\":\"%s\"}";
      ben.post("/reaction/user/ben", body.formatted(message, "test")).ok();
      ben.post("/reaction/user/ben", body.formatted(message, "test-1")).ok();
      ben.delete("/reaction/user/ben?msgId=" + message + "&message=test-1").ok();

      assertThat(inbox.next().json().at("/payload/data/0/reactions")).hasSize(1);
      Inbox.Received given = inbox.next();
      assertThat(given.header("weft-operation")).isEqualTo("create");
      JsonNode json = given.json();
      Shapes.assertSameShape(json, Shapes.vector("reaction_callback.json"));
      assertThat(json.at("/payload/num").intValue()).isEqualTo(2);
      assertThat(json.at("/payload/type").stringValue()).isEqualTo("reaction");
      assertThat(json.at("/payload/channel_type").stringValue()).isEqualTo("groupchat");
      assertThat(json.at("/payload/data/0/messageId").stringValue()).isEqualTo(message);
      assertThat(json.at("/payload/data/0/reactions/1/op"))
          .hasToString("[{\"operator\":\"ben\",\"reactionType\":\"create\"}]");
      assertThat(json.get("chat_type").stringValue()).isEqualTo("notify");
      assertThat(json.get("from").stringValue()).isEqualTo("ben");
      assertThat(json.get("to").stringValue()).isEqualTo(group);

      Inbox.Received taken = inbox.next();
      assertThat(taken.header("weft-operation")).isEqualTo("delete");
      JsonNode gone = taken.json().at("/payload/data/0/reactions/1");
      assertThat(gone.get("reaction").stringValue()).isEqualTo("test-1");
      assertThat(gone.get("count").intValue()).isZero();
      assertThat(gone.at("/op/0/reactionType").stringValue()).isEqualTo("delete");
      ApiDocument.read("asyncapi.yaml").assertIs("ReactionCallback", taken.json());
    }
  }

  @Test
  void a_message_takes_twenty_reactions() {
    String message = app.text("ann", group, "hello");
    for (int i = 0; i < 20; i++) {
      ben.post("/reaction/user/ben", "{\"msgId\":\"%s\",\"message\":\"r%d\"}".formatted(message, i))
          .ok();
    }
    ben.post("/reaction/user/ben", "{\"msgId\":\"%s\",\"message\":\"more\"}".formatted(message))
        .isError(400, "Bad Request", "The quantity has exceeded the limit!");
    ann.post("/reaction/user/ann", "{\"msgId\":\"%s\",\"message\":\"r3\"}".formatted(message)).ok();
  }

  @Test
  void a_member_sees_the_group_and_can_go() {
    assertThat(ben.get("/users/ben/joined_chatgroups?pagenum=0&pagesize=200").at("/data/0/groupid"))
        .hasToString("\"" + group + "\"");
    assertThat(ben.get("/users/ben/joined_chatgroups").at("/uri").stringValue())
        .contains("joined_chatgroups");
    assertThat(ben.get("/chatgroups/" + group + "/users?pagenum=1&pagesize=20").data()).hasSize(2);
    assertThat(cat.get("/chatgroups/" + group + "/users").status()).isEqualTo(403);
    assertThat(cat.get("/chatgroups/" + group).status()).isEqualTo(403);
    assertThat(cat.get("/users/ben/joined_chatgroups").status()).isEqualTo(403);

    ben.delete("/chatgroups/" + group + "/quit").ok();
    assertThat(ben.get("/users/ben/joined_chatgroups").data()).isEmpty();
    assertThat(ann.delete("/chatgroups/" + group + "/quit").status()).isEqualTo(403);
  }
}
