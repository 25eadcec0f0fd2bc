package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The group endpoints, over a socket.
class GroupApiTest {

  @TempDir Path folder;

  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client();
    api.post(
        "/users",
        Stream.of("user1", "user2", "user3", "user4", "user5")
            .map(name -> "{\"username\":\"" + name + "\",\"password\":\"pw\"}")
            .collect(Collectors.joining(",", "[", "]")));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void makes_a_group_and_shows_it() {
    Reply created = api.post("/chatgroups", Vectors.request("rest_group_create"));
    String id = created.at("/data/groupid").asString();
    api.put("/chatgroups/" + id, "{\"membersonly\":true}");

    Vectors.assertAnswers(created, "rest_group_create");
    assertThat(created.at("/data/groupid").isString()).isTrue();
    assertThat(id).matches("[1-9][0-9]{14}");
    Vectors.assertAnswers(api.get("/chatgroups/" + id), "rest_group_get");
  }

  @Test
  void says_what_a_group_must_have() {
    assertThat(createError("{\"public\":true}"))
        .isEqualTo("400 invalid_parameter: owner must be provided");
    assertThat(createError("{\"owner\":\"user1\"}"))
        .isEqualTo("400 invalid_parameter: group must contain public field!");
    assertThat(createError(group("\"avatar\":\"" + "a".repeat(1025) + "\"")))
        .isEqualTo("400 invalid_parameter: avatar length is too big");
    assertThat(createError(group("\"groupname\":\"" + "n".repeat(129) + "\"")))
        .isEqualTo("400 invalid_parameter: groupname length is too big");
    assertThat(createError(group("\"maxusers\":0"))).startsWith("400 invalid_parameter: ");
    assertThat(createError(group("\"maxusers\":\"many\"")))
        .startsWith("400 invalid_request_body: ");
    assertThat(createError(group("\"members\":[\"user2\",\"stranger\"]")))
        .isEqualTo("404 resource_not_found: username stranger doesn't exist!");
    assertThat(createError(group("\"maxusers\":1,\"members\":[\"user2\"]")))
        .isEqualTo("403 exceed_limit: members size is greater than max user size !");
    assertThat(createError("[]")).startsWith("400 invalid_request_body: ");
  }

  @Test
  void takes_names_at_their_full_length() {
    String id =
        create(
            "\"groupname\":\"%s\",\"avatar\":\"%s\",\"description\":\"%s\",\"custom\":\"%s\""
                .formatted("群".repeat(128), "a".repeat(1024), "d".repeat(512), "c".repeat(8192)));

    assertThat(show(id, "name")).isEqualTo("群".repeat(128));
  }

  @Test
  void takes_the_field_names_of_the_first_sdk() {
    String id =
        create(
            "\"groupid\":null,\"desc\":\"text\",\"members_only\":true,\"need_verify\":true,"
                + "\"scale\":\"large\",\"custom\":null,\"avatar\":null,\"maxusers\":5000");

    Reply reply = api.get("/chatgroups/" + id);
    assertThat(reply.at("/data/0/description").asString()).isEqualTo("text");
    assertThat(reply.at("/data/0/membersonly").booleanValue()).isTrue();
    assertThat(reply.at("/data/0/maxusers").intValue()).isEqualTo(5000);
    assertThat(reply.at("/data/0/custom").asString()).isEmpty();
  }

  @Test
  void gives_a_group_the_id_it_asks_for() {
    assertThat(create("\"groupid\":\"12345678\"")).isEqualTo("12345678");
    assertThat(createError(group("\"groupid\":12345678")))
        .isEqualTo("400 illegal_argument: group ID 12345678 already exists!");
    assertThat(create("\"groupid\":\"abc\"")).isEqualTo("abc");
    assertThat(createError(group("\"groupid\":\"Abc\"")))
        .isEqualTo("400 invalid_parameter: some of [groupid] are not valid fields");
  }

  @Test
  void shows_several_groups_and_names_those_that_are_not_there() {
    String first = create("\"groupname\":\"one\"");
    String second = create("\"groupname\":\"two\"");

    Reply plain = api.get("/chatgroups/" + first + ",1," + second);
    Reply encoded = api.get("/chatgroups/" + first + "%2C" + second);

    assertThat(plain.at("/data").findValuesAsString("name")).containsExactly("one", "two");
    assertThat(plain.at("/count").intValue()).isEqualTo(2);
    assertThat(plain.at("/data/1").toString())
        .isEqualTo("{\"id\":\"1\",\"error\":\"group id doesn't exist\"}");
    assertThat(encoded.at("/count").intValue()).isEqualTo(2);
    Vectors.assertAnswers(api.get("/chatgroups/1"), "rest_group_not_found");
    assertThat(api.get("/chatgroups/" + "1,".repeat(200)).error())
        .isEqualTo("404 resource_not_found: grpID " + "1,".repeat(200) + " does not exist!");
    assertThat(api.get("/chatgroups/" + manyIds(101)).status()).isEqualTo(400);
  }

  @Test
  void changes_a_group_and_answers_with_what_was_given() {
    String id = create("\"description\":\"old\",\"custom\":\"kept\"");

    Reply reply =
        api.put(
            "/chatgroups/" + id,
            "{\"groupname\":\"new\",\"maxusers\":100,\"public\":false,\"custom\":null}");

    assertThat(reply.at("/data").toString())
        .isEqualTo("{\"groupname\":true,\"maxusers\":true,\"public\":true}");
    Reply after = api.get("/chatgroups/" + id);
    assertThat(after.at("/data/0/name").asString()).isEqualTo("new");
    assertThat(after.at("/data/0/maxusers").intValue()).isEqualTo(100);
    assertThat(after.at("/data/0/public").booleanValue()).isFalse();
    assertThat(after.at("/data/0/description").asString()).isEqualTo("old");
    assertThat(after.at("/data/0/custom").asString()).isEqualTo("kept");
  }

  @Test
  void refuses_changes_it_does_not_know() {
    String id = create("");

    assertThat(api.put("/chatgroups/" + id, "{\"groupid\":\"1\"}").error())
        .isEqualTo("400 invalid_parameter: some of [groupid] are not valid fields");
    assertThat(api.put("/chatgroups/1", "{\"groupname\":\"x\"}").error())
        .isEqualTo("404 resource_not_found: grpID 1 does not exist!");
  }

  @Test
  void hands_a_group_over() {
    String id = create("\"members\":[\"user2\"]");

    Reply stranger = api.put("/chatgroups/" + id, "{\"newowner\":\"user3\"}");
    Reply same = api.put("/chatgroups/" + id, "{\"newowner\":\"user1\"}");
    Reply done = api.put("/chatgroups/" + id, "{\"newowner\":\"user2\"}");

    assertThat(stranger.error())
        .isEqualTo("403 forbidden_op: user: user3 doesn't exist in group: " + id);
    assertThat(same.error()).isEqualTo("403 forbidden_op: new owner and old owner are the same");
    assertThat(done.at("/data").toString()).isEqualTo("{\"newowner\":true}");
    assertThat(show(id, "owner")).isEqualTo("user2");
  }

  @Test
  void deletes_a_group() {
    String id = create("");

    Reply deleted = api.delete("/chatgroups/" + id);

    assertThat(deleted.at("/data/success").booleanValue()).isTrue();
    assertThat(deleted.at("/data/groupid").asString()).isEqualTo(id);
    assertThat(api.get("/chatgroups/" + id).status()).isEqualTo(404);
    assertThat(api.delete("/chatgroups/" + id).status()).isEqualTo(404);
  }

  @Test
  void lists_all_groups() {
    String first = create("\"groupname\":\"one\",\"members\":[\"user2\"]");
    String second = create("\"groupname\":\"two\"");

    Reply page = api.get("/chatgroups?limit=1");
    Reply rest = api.get("/chatgroups?limit=2000&cursor=" + page.at("/cursor").asString());

    assertThat(page.at("/data/0/groupid").asString()).isEqualTo(first);
    assertThat(page.at("/data/0/owner").asString()).isEqualTo("easemob-demo#easeim_user1");
    assertThat(page.at("/data/0/affiliations").intValue()).isEqualTo(2);
    assertThat(page.at("/data/0/type").asString()).isEqualTo("group");
    assertThat(page.at("/data/0/lastModified").isString()).isTrue();
    assertThat(page.at("/data/0/groupname").asString()).isEqualTo("one");
    assertThat(page.at("/count").intValue()).isEqualTo(1);
    assertThat(rest.at("/data/0/groupid").asString()).isEqualTo(second);
    assertThat(rest.body().has("cursor")).isFalse();
  }

  @Test
  void lists_the_groups_of_a_user() {
    String first = create("\"groupname\":\"one\",\"members\":[\"user2\"]");
    String second = create("\"groupname\":\"two\",\"members\":[\"user2\"]");

    Reply page = api.get("/chatgroups/user/user2?pagesize=1&pagenum=1");
    Reply all = api.get("/chatgroups/user/USER2?pagesize=1000&pagenum=0");
    Reply asBefore = api.get("/users/user2/joined_chatgroups");
    Reply secondPage = api.get("/users/user2/joined_chatgroups?pagenum=2&pagesize=1");

    assertThat(page.at("/entities/0/groupId").asString()).isEqualTo(second);
    assertThat(page.at("/entities/0/name").asString()).isEqualTo("two");
    assertThat(page.at("/total").intValue()).isEqualTo(2);
    assertThat(page.at("/data")).isEqualTo(page.at("/entities"));
    assertThat(all.at("/entities").size()).isEqualTo(2);
    assertThat(asBefore.at("/data/0").toString())
        .contains("\"groupid\":\"" + first + "\"", "\"groupname\":\"one\"");
    assertThat(api.get("/users/user2/joined_chatgroups?pagenum=1&pagesize=200").at("/data"))
        .isEqualTo(asBefore.at("/data"));
    assertThat(secondPage.at("/data/0/groupid").asString()).isEqualTo(second);
    assertThat(api.get("/chatgroups/user/nobody").at("/total").intValue()).isZero();
  }

  @Test
  void lets_people_in() {
    String id = create("");

    Reply many =
        api.post("/chatgroups/" + id + "/users", Vectors.request("rest_group_members_add"));
    Reply one = api.post("/chatgroups/" + id + "/users/user2?need_notify=false", "");
    Reply again = api.post("/chatgroups/" + id + "/users/user2", "");

    assertThat(many.at("/data/newmembers").toString()).isEqualTo("[\"user4\",\"user5\"]");
    assertThat(many.at("/data/action").asString()).isEqualTo("add_member");
    assertThat(one.at("/data/result").booleanValue()).isTrue();
    assertThat(one.at("/data/user").asString()).isEqualTo("user2");
    assertThat(again.error())
        .isEqualTo(
            "403 forbidden_op: can not join this group, reason:user: user2 already in group: "
                + id
                + "\n");
    assertThat(api.post("/chatgroups/" + id + "/users/stranger", "").error())
        .isEqualTo("404 resource_not_found: username stranger doesn't exist!");
    assertThat(api.post("/chatgroups/" + id + "/users", "{}").error())
        .isEqualTo("400 invalid_parameter: usernames must be provided");
    assertThat(api.post("/chatgroups/" + id + "/users", usernames(61)).error())
        .endsWith("more than maxSize : 60");
  }

  @Test
  void puts_people_out() {
    String id = create("\"members\":[\"user2\",\"user3\",\"user4\"]");

    Reply one = api.delete("/chatgroups/" + id + "/users/user2");
    Reply several = api.delete("/chatgroups/" + id + "/users/user3%2Cuser2,user1");
    Reply strangers = api.delete("/chatgroups/" + id + "/users/user2,user5");

    assertThat(one.at("/data").toString())
        .isEqualTo(
            "{\"result\":true,\"groupid\":\"%s\",\"action\":\"remove_member\",\"user\":\"user2\"}"
                .formatted(id));
    assertThat(several.at("/data/0/result").booleanValue()).isTrue();
    assertThat(several.at("/data/1/result").booleanValue()).isFalse();
    assertThat(several.at("/data/1/reason").asString())
        .isEqualTo("user: user2 doesn't exist in group: " + id);
    assertThat(several.at("/data/2/reason").asString())
        .isEqualTo("forbidden operation on group owner!");
    assertThat(strangers.error())
        .isEqualTo("403 forbidden_op: users [user2, user5] are not members of this group!");
    assertThat(api.delete("/chatgroups/" + id + "/users/user2").error())
        .isEqualTo("403 forbidden_op: users [user2] are not members of this group!");
    assertThat(api.delete("/chatgroups/" + id + "/users/user1").error())
        .isEqualTo("403 forbidden_op: forbidden operation on group owner!");
    assertThat(api.delete("/chatgroups/" + id + "/users/" + manyIds(61)).error())
        .isEqualTo("400 invalid_parameter: kickMember: kickMembers number more than maxSize : 60");
  }

  @Test
  void lists_members_by_number_of_page() {
    String id = create("\"members\":[\"user2\",\"user3\"]");

    Reply all = api.get("/chatgroups/" + id + "/users");
    Reply second = api.get("/chatgroups/" + id + "/users?pagenum=2&pagesize=2");
    Reply zeroth = api.get("/chatgroups/" + id + "/users?pagenum=0&pagesize=1");
    Reply timed = api.get("/chatgroups/" + id + "/users?joined_time=true");

    assertThat(all.at("/data").toString())
        .isEqualTo("[{\"owner\":\"user1\"},{\"member\":\"user2\"},{\"member\":\"user3\"}]");
    assertThat(all.at("/count").intValue()).isEqualTo(3);
    assertThat(second.at("/data").toString()).isEqualTo("[{\"member\":\"user3\"}]");
    assertThat(second.at("/params").toString())
        .isEqualTo("{\"pagenum\":[\"2\"],\"pagesize\":[\"2\"]}");
    assertThat(zeroth.at("/data").toString()).isEqualTo("[{\"owner\":\"user1\"}]");
    assertThat(timed.at("/data/1/joined_time").isNumber()).isTrue();
    assertThat(api.get("/chatgroups/1/users").error())
        .isEqualTo("404 service_resource_not_found: do not find this group:1");
  }

  @Test
  void lists_bare_names_by_cursor_for_the_first_sdk() {
    String id = create("\"members\":[\"user2\",\"user3\",\"user4\"]");
    String path = "/chatgroups/" + id + "/users?version=v3&limit=2";

    Reply first = api.get(path);
    Reply second = api.get(path + "&cursor=" + first.at("/cursor").asString());
    Reply newest = api.get(path + "&sort=desc");

    assertThat(first.at("/data").toString()).isEqualTo("[\"user2\",\"user3\"]");
    assertThat(second.at("/data").toString()).isEqualTo("[\"user4\"]");
    assertThat(second.body().has("cursor")).isFalse();
    assertThat(newest.at("/data").toString()).isEqualTo("[\"user4\",\"user3\"]");
    assertThat(api.get("/chatgroups/1/users?version=v3").status()).isEqualTo(404);
  }

  @Test
  void tells_who_is_in() {
    String id = create("\"members\":[\"user2\"]");
    String path = "/chatgroups/" + id + "/user/";

    assertThat(api.get(path + "user2/is_joined").at("/data").toString()).isEqualTo("true");
    assertThat(api.post(path + "user3/is_joined", "").at("/data").toString()).isEqualTo("false");
    assertThat(api.get("/chatgroups/1/user/user2/is_joined").error())
        .isEqualTo("404 resource_not_found: grpID 1 does not exist!");
  }

  @Test
  void names_admins() {
    String id = create("\"members\":[\"user2\"]");
    String path = "/chatgroups/" + id + "/admin";

    Reply added = api.post(path, "{\"newadmin\":\"user2\"}");
    Reply listed = api.get(path);
    Reply removed = api.delete(path + "/user2");

    assertThat(added.at("/data/result").asString()).isEqualTo("success");
    assertThat(added.at("/data/newadmin").asString()).isEqualTo("user2");
    assertThat(listed.at("/data").toString()).isEqualTo("[\"user2\"]");
    assertThat(removed.at("/data/oldadmin").asString()).isEqualTo("user2");
    assertThat(api.get(path).at("/data").toString()).isEqualTo("[]");
    assertThat(api.delete(path + "/user2").error())
        .isEqualTo("403 forbidden_op: user:user2 is not admin of group:" + id);
    assertThat(api.post(path, "{\"newadmin\":\"user5\"}").error())
        .isEqualTo("404 resource_not_found: user: user5 doesn't exist in group: " + id);
    assertThat(api.post(path, "{\"newadmin\":\"user1\"}").error())
        .isEqualTo("403 forbidden_op: forbidden operation on group owner!");
    assertThat(api.post(path, "{}").error())
        .isEqualTo("400 invalid_parameter: newadmin must be provided");
  }

  @Test
  void asks_for_an_app_token_everywhere() {
    String expired = "401 unauthorized: Unable to authenticate due to expired access token";

    assertThat(api.withToken(null).call("GET", "/chatgroups", "").error()).isEqualTo(expired);
    assertThat(api.withToken(null).call("POST", "/chatgroups", "{}").error()).isEqualTo(expired);
    assertThat(api.withToken(null).call("GET", "/chatgroups/1/users", "").error())
        .isEqualTo(expired);
    assertThat(api.withToken(null).call("GET", "/users", "").error()).isEqualTo(expired);
  }

  private static String group(String fields) {
    return "{\"owner\":\"user1\",\"public\":true" + (fields.isEmpty() ? "" : "," + fields) + "}";
  }

  /// The id of a new group of user1.
  private String create(String fields) {
    Reply reply = api.post("/chatgroups", group(fields));
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.at("/data/groupid").asString();
  }

  private String createError(String body) {
    return api.post("/chatgroups", body).error();
  }

  private String show(String id, String field) {
    return api.get("/chatgroups/" + id).at("/data/0/" + field).asString();
  }

  private static String manyIds(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  private static String usernames(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "{\"usernames\":[", "]}"));
  }
}
