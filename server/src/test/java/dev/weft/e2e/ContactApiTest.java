package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contacts, block lists and mutes of users, over a socket.
class ContactApiTest {

  @TempDir Path folder;

  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client();
    api.post(
        "/users",
        "[{\"username\":\"ann\",\"password\":\"1\"},{\"username\":\"ben\",\"password\":\"1\"},"
            + "{\"username\":\"cleo\",\"password\":\"1\"}]");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void makes_two_users_contacts_of_each_other() {
    Reply added = api.post("/users/ann/contacts/users/ben", "");

    assertThat(added.at("/entities/0/username").asString()).isEqualTo("ben");
    assertThat(list("/users/ann/contacts/users")).isEqualTo("[\"ben\"]");
    assertThat(list("/users/ben/contacts/users")).isEqualTo("[\"ann\"]");
  }

  @Test
  void parts_contacts_on_both_sides() {
    api.post("/users/ann/contacts/users/ben", "");

    Reply removed = api.delete("/users/ben/contacts/users/ann");

    assertThat(removed.at("/entities/0/username").asString()).isEqualTo("ann");
    assertThat(list("/users/ann/contacts/users")).isEqualTo("[]");
    assertThat(list("/users/ben/contacts/users")).isEqualTo("[]");
  }

  @Test
  void blocks_on_one_side_and_leaves_contacts_alone() {
    api.post("/users/ann/contacts/users/ben", "");

    Reply blocked = api.post("/users/ann/blocks/users", "{\"usernames\":[\"cleo\",\"ben\"]}");
    String during = list("/users/ann/blocks/users");
    Reply unblocked = api.delete("/users/ann/blocks/users/cleo");

    assertThat(blocked.at("/data").toString()).isEqualTo("[\"cleo\",\"ben\"]");
    assertThat(during).isEqualTo("[\"ben\",\"cleo\"]");
    assertThat(unblocked.at("/entities/0/username").asString()).isEqualTo("cleo");
    assertThat(list("/users/ann/blocks/users")).isEqualTo("[\"ben\"]");
    assertThat(list("/users/ben/blocks/users")).isEqualTo("[]");
    assertThat(list("/users/ann/contacts/users")).isEqualTo("[\"ben\"]");
  }

  @Test
  void knows_only_registered_users() {
    String notFound = "404 service_resource_not_found: Service resource not found";

    assertThat(api.post("/users/ann/contacts/users/nobody", "").error()).isEqualTo(notFound);
    assertThat(api.get("/users/nobody/contacts/users").error()).isEqualTo(notFound);
    assertThat(api.post("/users/ann/blocks/users", "{\"usernames\":[\"nobody\"]}").error())
        .isEqualTo(notFound);
    assertThat(api.get("/mutes/nobody").error()).isEqualTo(notFound);
  }

  @Test
  void forgets_who_is_deleted() {
    api.post("/users/ann/contacts/users/ben", "");
    api.post("/users/ann/blocks/users", "{\"usernames\":[\"ben\"]}");
    api.post("/mutes", "{\"username\":\"ben\",\"chat\":-1}");

    api.delete("/users/ben");
    api.post("/users", "{\"username\":\"ben\",\"password\":\"1\"}");

    assertThat(list("/users/ann/contacts/users")).isEqualTo("[]");
    assertThat(list("/users/ann/blocks/users")).isEqualTo("[]");
    assertThat(api.get("/mutes/ben").at("/data/chat").intValue()).isZero();
  }

  @Test
  void mutes_a_user_in_the_whole_app() {
    Reply muted = api.post("/mutes", "{\"username\":\"ann\",\"chat\":100,\"groupchat\":-1}");
    Reply shown = api.get("/mutes/ann");
    Reply listed = api.get("/mutes?pageNum=1&pageSize=10");

    assertThat(muted.at("/data/result").asString()).isEqualTo("ok");
    assertThat(shown.at("/data/userid").asString()).isEqualTo("easemob-demo#easeim_ann");
    assertThat(shown.at("/data/chat").intValue()).isBetween(90, 100);
    assertThat(shown.at("/data/groupchat").intValue()).isEqualTo(-1);
    assertThat(shown.at("/data/chatroom").intValue()).isZero();
    assertThat(shown.at("/data/unixtime").isIntegralNumber()).isTrue();
    assertThat(listed.at("/data/data/0/username").asString()).isEqualTo("ann");
    assertThat(listed.at("/data/data/0/groupchat").intValue()).isEqualTo(-1);
    assertThat(listed.at("/data/unixtime").isIntegralNumber()).isTrue();
  }

  @Test
  void lifts_a_mute_with_zero_and_leaves_the_rest() {
    api.post("/mutes", "{\"username\":\"ann\",\"chat\":-1,\"groupchat\":-1}");

    api.post("/mutes", "{\"username\":\"ann\",\"chat\":0}");
    Reply one = api.get("/mutes/ann");
    api.post("/mutes", "{\"username\":\"ann\",\"groupchat\":0}");

    assertThat(one.at("/data/chat").intValue()).isZero();
    assertThat(one.at("/data/groupchat").intValue()).isEqualTo(-1);
    assertThat(api.get("/mutes").at("/data/data").toString()).isEqualTo("[]");
  }

  @Test
  void says_whom_to_mute() {
    assertThat(api.post("/mutes", "{\"chat\":1}").error())
        .isEqualTo(
            "400 required_property_not_found: Entity user requires a property named username");
    assertThat(api.post("/mutes", "{\"username\":\"ann\",\"chat\":-2}").status()).isEqualTo(400);
  }

  private String list(String path) {
    return api.get(path).at("/data").toString();
  }
}
