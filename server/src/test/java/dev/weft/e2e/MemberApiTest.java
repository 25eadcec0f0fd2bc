package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The calls of the vendor's clients, with user tokens.
class MemberApiTest {

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private ApiClient ann;
  private ApiClient ben;
  private ApiClient out;
  private String group;
  private String parent;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client().users("owner", "ann", "ben", "out");
    group = api.group("owner", "ann", "ben");
    parent = api.text("ann", group, "parent");
    ann = as("ann");
    ben = as("ben");
    out = as("out");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private ApiClient as(String user) {
    JsonNode granted =
        api.withToken(null)
            .post(
                "/token",
                "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"1\"}"
                    .formatted(user))
            .ok();
    return api.withToken(granted.get("access_token").stringValue());
  }

  private static ApiClient.Reply create(ApiClient by, String group, String message, String owner) {
    return by.post(
        "/thread?resource=webim",
        "{\"group_id\":\"%s\",\"msg_id\":\"%s\",\"name\":\"t\",\"owner\":\"%s\"}"
            .formatted(group, message, owner));
  }

  @Test
  void a_thread_lives_through_user_tokens() {
    String thread = create(ann, group, parent, "ann").data().get("thread_id").stringValue();

    JsonNode joined = ben.post("/thread/" + thread + "/user/ben/join?resource=webim", "").data();
    assertThat(joined.at("/detail/id").stringValue()).isEqualTo(thread);
    assertThat(joined.at("/detail/groupId").stringValue()).isEqualTo(group);
    assertThat(ben.post("/thread/" + thread + "/user/ben/join", "").status()).isEqualTo(200);

    JsonNode shown = ben.get("/thread/" + thread).data();
    assertThat(shown.get("affiliations_count").intValue()).isEqualTo(2);
    assertThat(shown.get("message_count").intValue()).isZero();
    assertThat(ben.get("/thread/" + thread + "/users").data().get("affiliations"))
        .extracting(JsonNode::stringValue)
        .containsExactly("ann", "ben");

    String text = api.text("ann", thread, "hello");
    JsonNode newest =
        ben.post("/thread/message", "{\"threadIds\":[\"" + thread + "\"]}").ok().get("entities");
    assertThat(newest.at("/0/thread_id").stringValue()).isEqualTo(thread);
    assertThat(newest.at("/0/last_message/id").stringValue()).isEqualTo(text);
    assertThat(newest.at("/0/last_message/payload/bodies/0/msg").stringValue()).isEqualTo("hello");

    assertThat(ann.put("/thread/" + thread, "{\"name\":\"new\"}").data().get("name").stringValue())
        .isEqualTo("new");
    assertThat(ben.get("/threads/chatgroups/" + group).ok().at("/entities/0/name").stringValue())
        .isEqualTo("new");
    assertThat(ben.get("/threads/user/ben").ok().get("entities")).hasSize(1);
    assertThat(ben.get("/threads/chatgroups/" + group + "/user/ben").ok().get("entities"))
        .hasSize(1);

    ben.delete("/thread/" + thread + "/user/ben/quit?resource=webim").ok();
    assertThat(ben.get("/threads/user/ben").ok().get("entities")).isEmpty();
    ben.post("/thread/" + thread + "/user/ben/join", "").ok();
    assertThat(
            as("owner").delete("/thread/" + thread + "/users/ben").data().get("result").asBoolean())
        .isTrue();
    as("owner").delete("/thread/" + thread).ok();
    ann.get("/thread/" + thread).isError(404, "group_error", "thread not found.");
  }

  @Test
  void who_is_not_in_the_group_sees_and_does_nothing() {
    String thread = create(ann, group, parent, "ann").data().get("thread_id").stringValue();

    out.get("/thread/" + thread).isError(404, "group_error", "user not in group.");
    out.get("/thread/" + thread + "/users").isError(404, "group_error", "user not in group.");
    out.get("/threads/chatgroups/" + group).isError(404, "group_error", "user not in group.");
    out.post("/thread/" + thread + "/user/out/join", "")
        .isError(404, "group_error", "user not in group.");
    assertThat(create(out, group, api.text("ann", group, "x"), "out").status()).isEqualTo(404);
    assertThat(
            out.post("/thread/message", "{\"threadIds\":[\"" + thread + "\"]}")
                .ok()
                .get("entities"))
        .isEmpty();
  }

  @Test
  void nobody_acts_for_somebody_else_or_beyond_the_role() {
    String thread = create(ann, group, parent, "ann").data().get("thread_id").stringValue();

    assertThat(create(ben, group, api.text("ann", group, "x"), "ann").status()).isEqualTo(403);
    assertThat(ben.post("/thread/" + thread + "/user/ann/join", "").status()).isEqualTo(403);
    assertThat(ben.delete("/thread/" + thread + "/user/ann/quit").status()).isEqualTo(403);
    assertThat(ben.get("/threads/user/ann").status()).isEqualTo(403);
    assertThat(ben.put("/thread/" + thread, "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(ben.delete("/thread/" + thread).status()).isEqualTo(403);
    assertThat(ann.delete("/thread/" + thread).status()).isEqualTo(403);
    assertThat(ann.delete("/thread/" + thread + "/users/ann").status()).isEqualTo(403);
  }

  @Test
  void calls_of_the_server_stay_the_servers() {
    assertThat(ann.get("/thread").status()).isEqualTo(401);
    assertThat(ann.get("/users/ann").status()).isEqualTo(401);
    assertThat(ann.get("/chatgroups").status()).isEqualTo(401);
    assertThat(ann.get("/callbacks/rules").status()).isEqualTo(401);
    assertThat(ann.get("/callbacks/nodes").status()).isEqualTo(403);
  }

  @Test
  void a_message_to_nowhere_is_refused_where_that_is_asked_for() throws IOException {
    String toNowhere = "{\"to\":[\"%s\",\"17\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}";
    String toNoId = "{\"to\":[\"%s\",\"abc\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}";
    assertThat(api.post("/messages/chatgroups", toNowhere.formatted(group)).data()).hasSize(2);
    assertThat(api.post("/messages/chatgroups", toNoId.formatted(group)).data()).hasSize(2);
    server.close();

    server = RunningServer.start(data, Map.of("chat.strictTargets", "true"), Clock.systemUTC());
    api = server.client();
    for (String body : new String[] {toNowhere, toNoId}) {
      ApiClient.Reply refused = api.post("/messages/chatgroups", body.formatted(group));
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.error()).contains("group not found");
    }
    assertThat(api.text("ann", group, "still")).isNotEmpty();
  }

  @Test
  void a_conversation_is_read_by_page_in_either_direction() {
    String second = api.text("ann", group, "second");
    String gone = api.text("ann", group, "gone");
    String third = api.text("ben", group, "third");
    api.recall(gone, group, "ann");
    String path = "/conversations/" + group + "/messages";

    assertThat(ids(path + "?limit=50")).containsExactly(third, second, parent);
    assertThat(ids(path + "?limit=50&after=0")).containsExactly(parent, second, third);
    List<String> walked = new ArrayList<>();
    String next = path + "?limit=1";
    while (next != null) {
      JsonNode page = api.get(next).ok();
      page.get("data").forEach(message -> walked.add(message.get("msg_id").stringValue()));
      next =
          page.has("cursor") ? path + "?limit=1&before=" + page.get("cursor").stringValue() : null;
    }
    assertThat(walked).containsExactly(third, second, parent);
    String thread = api.thread(group, second, "t", "ann");
    String inThread = api.text("ann", thread, "hello");
    assertThat(ids("/conversations/" + thread + "/messages")).containsExactly(inThread);
    String single =
        api.post(
                "/messages/users",
                "{\"from\":\"ann\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}")
            .data()
            .get("ben")
            .stringValue();
    assertThat(ids("/conversations/ben,ann/messages")).containsExactly(single);
    assertThat(api.get("/conversations/ann,out/messages").status()).isEqualTo(404);
    assertThat(api.get(path + "?after=x").status()).isEqualTo(400);
    assertThat(ann.get(path).status()).isEqualTo(401);
  }

  private List<String> ids(String path) {
    List<String> ids = new ArrayList<>();
    api.get(path).ok().get("data").forEach(message -> ids.add(message.get("msg_id").stringValue()));
    return ids;
  }

  @Test
  void a_block_list_is_shown_newest_first_and_by_page() {
    for (String name : new String[] {"ben", "owner", "out"}) {
      api.post("/users/ann/blocks/users", "{\"usernames\":[\"" + name + "\"]}").ok();
    }
    String path = "/users/ann/blocks/users";

    assertThat(api.get(path).data())
        .extracting(JsonNode::stringValue)
        .containsExactly("out", "owner", "ben");
    JsonNode first = api.get(path + "?pageSize=2").ok();
    assertThat(first.get("data")).extracting(JsonNode::stringValue).containsExactly("out", "owner");
    JsonNode last = api.get(path + "?pageSize=2&cursor=" + first.get("cursor").stringValue()).ok();
    assertThat(last.get("data")).extracting(JsonNode::stringValue).containsExactly("ben");
    assertThat(last.has("cursor")).isFalse();
  }

  @Test
  void owner_and_admins_are_on_the_allow_list() {
    api.post("/chatgroups/" + group + "/admin", "{\"newadmin\":\"ben\"}").ok();
    api.post("/chatgroups/" + group + "/white/users/ann", "").ok();

    assertThat(api.get("/chatgroups/" + group + "/white/users").data())
        .extracting(JsonNode::stringValue)
        .containsExactly("owner", "ben", "ann");
  }

  @Test
  void force_recalls_what_is_gone_already() {
    String message = api.text("ann", group, "x");
    api.recall(message, group, "ann");
    String again = "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"groupchat\",\"force\":%s}";

    for (String gone : new String[] {message, "1234567890123456789"}) {
      assertThat(
              api.post("/messages/msg_recall", again.formatted(gone, group, true))
                  .data()
                  .get("recalled")
                  .stringValue())
          .isEqualTo("yes");
      api.post("/messages/msg_recall", again.formatted(gone, group, false))
          .isError(403, "message_recall_error", "not_found msg");
      JsonNode batch =
          api.post(
                  "/messages/batch_recall",
                  "{\"msgs\":[%s,%s]}"
                      .formatted(
                          again.formatted(gone, group, true), again.formatted(gone, group, false)))
              .data();
      assertThat(batch.at("/0/recalled").stringValue()).isEqualTo("yes");
      assertThat(batch.at("/1/recalled").stringValue()).isEqualTo("no");
    }
    api.post("/messages/msg_recall", again.formatted("abc", group, true))
        .isError(403, "message_recall_error", "not_found msg");
  }
}
