package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The thread endpoints against the contract's vectors (REST contract, section 6).
class ThreadApiTest {

  /// Keys of the full envelope that the vendor's thread answers leave out; clients skip them.
  private static final Set<String> ENVELOPE = Set.of("path", "application");

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;
  private String parent;

  @BeforeEach
  void have_a_group_with_a_message() {
    server = RunningServer.start(data);
    api = server.client().users("user1", "user2", "user3", "outsider");
    group = api.group("user1", "user2", "user3");
    parent = api.text("user1", group, "parent");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private String thread() {
    return api.thread(group, parent, "release plan", "user1");
  }

  private String another(int number) {
    return api.thread(group, api.text("user1", group, "p" + number), "t" + number, "user1");
  }

  private static JsonNode answer(String file) {
    return vector(file).get("response").get("body");
  }

  @Test
  void a_thread_is_created_renamed_and_deleted() {
    JsonNode created =
        api.post(
                "/thread",
                "{\"group_id\":%s,\"name\":\"release plan\",\"msg_id\":%s,\"owner\":\"user1\"}"
                    .formatted(group, parent))
            .ok();
    String id = created.get("data").get("thread_id").stringValue();

    assertSameShape(created, answer("rest_thread_create.json"), ENVELOPE);
    assertThat(created.get("uri").stringValue()).endsWith("/easemob-demo/easeim/thread");
    JsonNode renamed = api.put("/thread/" + id, "{\"name\":\"new name\"}").ok();
    assertSameShape(renamed, answer("rest_thread_rename.json"), ENVELOPE);
    assertThat(renamed.get("uri").stringValue()).endsWith("/thread");
    assertThat(renamed.get("data").get("name").stringValue()).isEqualTo("new name");
    assertSameShape(api.delete("/thread/" + id).ok(), answer("rest_thread_delete.json"), ENVELOPE);
    api.put("/thread/" + id, "{\"name\":\"x\"}").isError(404, "group_error", "thread not found.");
    api.delete("/thread/" + id).isError(404, "group_error", "thread not found.");
  }

  @Test
  void creating_says_what_is_in_the_way() {
    String id = thread();
    String inThread = api.text("user1", id, "inside");
    String otherGroup = api.group("user1");
    String single =
        api.post(
                "/messages/users",
                "{\"from\":\"user1\",\"to\":[\"user2\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}")
            .data()
            .get("user2")
            .stringValue();
    String free = api.text("user1", group, "free");

    create(group, parent, "user1")
        .isError(403, "group_error", "msg already create thread.not allow to create.");
    create("1", free, "user1").isError(404, "group_error", "group not found.");
    create(group, "1", "user1").isError(404, "group_error", "msg not exist.");
    create(group, free, "outsider").isError(404, "group_error", "user not in group.");
    create(otherGroup, free, "user1").isError(400, "group_error", "msg not belong to group .");
    create(group, inThread, "user1").isError(400, "group_error", "thread not nested.");
    create(group, single, "user1")
        .isError(400, "group_error", "thread must on group message to create.");
    api.post(
            "/thread",
            "{\"group_id\":\"%s\",\"name\":\"%s\",\"msg_id\":\"%s\",\"owner\":\"user1\"}"
                .formatted(group, "x".repeat(65), free))
        .isError(400, "group_error", "thread name limit reached.");
    api.post("/thread", "{\"group_id\":\"%s\"}".formatted(group))
        .isError(400, "param_illegal", "Failed to read HTTP message");
  }

  private ApiClient.Reply create(String ofGroup, String message, String owner) {
    return api.post(
        "/thread",
        "{\"group_id\":\"%s\",\"name\":\"n\",\"msg_id\":\"%s\",\"owner\":\"%s\"}"
            .formatted(ofGroup, message, owner));
  }

  @Test
  void members_join_and_are_put_out() {
    String id = thread();
    JsonNode joined =
        api.post("/thread/" + id + "/users", "{\"usernames\":[\"user2\",\"user3\"]}").ok();

    assertSameShape(joined, answer("rest_thread_members_join.json"), ENVELOPE);
    assertThat(joined.get("uri").stringValue()).endsWith("/thread/" + id + "/joined_thread");
    JsonNode members = api.get("/thread/" + id + "/users").ok();
    assertThat(members.get("data").get("affiliations").toString())
        .isEqualTo("[\"user1\",\"user2\",\"user3\"]");
    assertThat(members.get("properties").get("cursor").stringValue()).isNotEmpty();
    JsonNode kicked =
        api.call("DELETE", "/threads/" + id + "/users", "{\"usernames\":[\"user2\",\"outsider\"]}")
            .ok();
    assertThat(kicked.get("entities"))
        .isEqualTo(
            ApiClient.JSON.readTree(
                "[{\"result\":true,\"user\":\"user2\"},{\"result\":false,\"user\":\"outsider\"}]"));
    assertSameShape(
        api.call("DELETE", "/thread/" + id + "/users", "{\"usernames\":[\"user3\",\"user2\"]}")
            .ok(),
        answer("rest_thread_members_kick.json"),
        ENVELOPE);
    api.post("/thread/" + id + "/users", "{\"usernames\":[%s]}".formatted(names(11)))
        .isError(400, "group_error", "request body reaches limit.");
  }

  private static String names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("\"u" + i + "\"");
    }
    return String.join(",", names);
  }

  @Test
  void lists_are_paged_newest_first_to_an_empty_page_that_still_has_a_cursor() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(another(i));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    JsonNode page = api.get("/thread?limit=2").ok();
    while (!page.get("entities").isEmpty()) {
      page.get("entities").forEach(entity -> seen.add(entity.get("id").stringValue()));
      cursor = page.get("properties").get("cursor").stringValue();
      page = api.get("/thread?limit=2&cursor=" + cursor).ok();
    }

    assertThat(seen).isEqualTo(made.reversed());
    assertThat(page.get("properties").get("cursor").isString()).isTrue();
    assertThat(api.get("/thread?limit=1&sort=asc").ok().get("entities").get(0).get("id"))
        .isEqualTo(ApiClient.JSON.valueToTree(made.getFirst()));
    api.get("/thread?limit=51").isError(400, "group_error", "query param reaches limit.");
  }

  @Test
  void a_user_finds_the_threads_joined_in_all_groups_or_one() {
    String id = thread();
    String otherGroup = api.group("user1");
    api.thread(otherGroup, api.text("user1", otherGroup, "x"), "elsewhere", "user1");

    JsonNode all = api.get("/threads/user/user1").ok();
    JsonNode one = api.get("/threads/chatgroups/" + group + "/user/user1").ok();

    assertThat(all.get("entities").size()).isEqualTo(2);
    assertSameShape(one, answer("rest_thread_list_user_group.json"), ENVELOPE);
    assertThat(one.get("entities").get(0).get("id").stringValue()).isEqualTo(id);
    assertThat(api.get("/threads/user/user3").ok().get("entities").isEmpty()).isTrue();
  }

  @Test
  void who_leaves_the_group_leaves_its_threads_and_a_deleted_group_takes_them_along() {
    String id = thread();
    api.post("/thread/" + id + "/users", "{\"usernames\":[\"user2\"]}").ok();

    api.delete("/chatgroups/" + group + "/users/user2").ok();

    assertThat(api.get("/thread/" + id + "/users").data().get("affiliations").toString())
        .isEqualTo("[\"user1\"]");
    api.delete("/chatgroups/" + group).ok();
    api.get("/thread/" + id + "/users").isError(404, "group_error", "thread not found.");
  }
}
