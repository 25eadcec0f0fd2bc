package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.app.OperatorRole;
import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.ApiDocument.Operation;
import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What `docs/api` says is what the server does.
class ApiDocumentTest {

  private static final ApiDocument REST = ApiDocument.read("openapi.yaml");
  private static final ApiDocument CALLBACKS = ApiDocument.read("asyncapi.yaml");
  private static final String APP_PATH =
      "/" + RunningServer.APP.org() + "/" + RunningServer.APP.app();

  /// What answers a file or a stream.
  private static final Set<String> NOT_WALKED =
      Set.of(
          "GET /chatfiles/{}",
          "GET /chatgroups/{}/share_files/{}",
          "GET /files/{}",
          "GET /callbacks/stream");

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private final Set<String> walked = new TreeSet<>();

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void every_route_is_documented_and_every_documented_operation_is_a_route() {
    assertThat(REST.operations("/{org}/{app}"))
        .containsExactlyInAnyOrderElementsOf(server.routes());
    assertThat(REST.operations("/")).contains("GET healthz", "GET readyz", "GET metrics");
  }

  @Test
  void an_operation_that_is_documented_with_an_idempotency_key_takes_one() {
    assertThat(REST.operationsWith("idempotencyKey"))
        .hasSizeGreaterThan(5)
        .isSubsetOf(server.routesWithKey());
  }

  @Test
  void every_operation_takes_and_answers_what_its_schemas_say() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      walkTokensAndUsers();
      String group = walkGroups();
      walkRooms();
      String thread = walkThreadsAndMessages(group);
      String message = send("/messages/chatgroups", group, "txt", "{\"msg\":\"Tea?\"}");
      ClientCalls.all(group, message).forEach(step -> ok(step.method(), step.path(), step.body()));
      String nameCard = "/sdk/chatgroups/" + group + "/nameCard";
      walked("PUT", nameCard, "{\"nameCard\":\"Big\"}", member("user1"));
      walked("DELETE", "/chatgroups/" + group + "/quit", null, member("user3"));
      walkWhatSdksCall(group, message);
      walked("PUT", "/metadata/user/user1", "nickname=One", api);
      walkFiles();
      walkModeration(inbox);
      walkRules(inbox, thread);
      walkPull(thread);
      ok("DELETE", "/thread/" + thread, null);
      ok("DELETE", "/chatgroups/" + group, null);
      ok("DELETE", "/users/user2", null);
      ok("DELETE", "/users?limit=1", null);
    }

    Set<String> left = new TreeSet<>(REST.operations("/{org}/{app}"));
    left.removeAll(walked);
    left.removeAll(NOT_WALKED);
    assertThat(left).as("documented operations that were not walked").isEmpty();
  }

  @Test
  void every_example_is_what_its_operation_takes() {
    assertThat(REST.withExamples())
        .isNotEmpty()
        .allSatisfy(operation -> REST.assertTakes(operation, operation.example()));
  }

  @Test
  void a_field_that_is_not_documented_is_noticed() {
    ObjectNode answer = (ObjectNode) api.users("user1").get("/users/user1").ok();
    answer.put("surprise", 1);

    assertThatThrownBy(() -> REST.assertAnswers(operation("GET", "/users/user1"), 200, answer))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("surprise");
  }

  /// Some calls only a member can make.
  private ApiClient member(String user) {
    String token =
        api.post("/token", "{\"grant_type\":\"inherit\",\"username\":\"%s\"}".formatted(user))
            .ok()
            .get("access_token")
            .stringValue();
    return api.withToken(token);
  }

  /// A call by somebody else, or whose body is no JSON.
  private void walked(String method, String path, @Nullable String body, ApiClient client) {
    JsonNode answer = client.call(method, path, body).ok();
    REST.assertAnswers(operation(method, path), 200, answer);
  }

  /// What only the SDKs ask for: the member 3 has left the group, and comes back.
  private void walkWhatSdksCall(String group, String message) {
    ok("GET", "/publicchatgroups?limit=1", null);
    walked("POST", "/chatgroups/" + group + "/apply", "{\"message\":\"m\"}", member("user3"));
    walkRequests();
    ok("GET", "/chatgroups/user/user3/joined_count", null);
    ok("GET", "/chatgroups/" + group + "/white/users/user3", null);
    ok("GET", "/sdk/chatgroups/" + group + "/mute/user3", null);
    ok("POST", "/sdk/user/user1/blocks", "{\"usernames\":[\"user3\"]}");
    ok("DELETE", "/sdk/user/user1/blocks", "{\"usernames\":[\"user3\"]}");
    refused(403, "POST", "/users/user1/translate", "{\"text\":\"t\",\"to\":[\"en\"]}");
    refused(403, "GET", "/users/user1/translate/support/language", null);
    refused(403, "GET", "/users/user1/token/rtc", null);
    refused(403, "POST", "/user/user1/moderation/report/message/" + message, "{}");
  }

  /// A user applies to a group and is let in; another one is invited and declines.
  private void walkRequests() {
    String group =
        api.post(
                "/chatgroups",
                "{\"groupname\":\"g\",\"desc\":\"d\",\"public\":true,\"approval\":true,\"owner\":\"user1\"}")
            .data()
            .get("groupid")
            .stringValue();
    String path = "/chatgroups/" + group;
    walked("POST", path + "/apply", "{\"message\":\"m\"}", member("user2"));
    walked(
        "POST",
        path + "/apply_verify",
        "{\"applicant\":\"user2\",\"verifyResult\":true,\"reason\":\"\"}",
        member("user1"));
    walked("POST", path + "/invite", "{\"usernames\":[\"user3\"]}", member("user1"));
    walked(
        "POST",
        path + "/invite_verify",
        "{\"invitee\":\"user3\",\"verifyResult\":false}",
        member("user3"));
    walked("POST", path + "/shield", "", member("user2"));
    walked("DELETE", path + "/shield", "", member("user2"));
    var _ = api.delete(path).ok();
  }

  private void walkTokensAndUsers() {
    ok(
        "POST",
        "/token",
        """
        {"grant_type":"client_credentials","client_id":"%s","client_secret":"%s","ttl":0}
        """
            .formatted(
                RunningServer.CREDENTIALS.clientId(), RunningServer.CREDENTIALS.clientSecret()));
    refused(
        400,
        "POST",
        "/token",
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"x\",\"client_secret\":\"y\"}");
    ok("POST", "/users", "{\"username\":\"user1\",\"password\":\"1\",\"nickname\":\"One\"}");
    ok(
        "POST",
        "/users",
        "[{\"username\":\"user2\",\"password\":\"1\"},{\"username\":\"user3\",\"password\":\"1\"}]");
    ok(
        "POST",
        "/users",
        "[{\"username\":\"user3\",\"password\":\"1\"},{\"username\":\"user4\",\"password\":\"1\"}]");
    refused(400, "POST", "/users", "{\"username\":\"user1\",\"password\":\"1\"}");
    ok("POST", "/token", "{\"grant_type\":\"password\",\"username\":\"user1\",\"password\":\"1\"}");
    ok(
        "POST",
        "/token",
        "{\"grant_type\":\"inherit\",\"username\":\"user9\",\"autoCreateUser\":true}");
    refused(
        404,
        "POST",
        "/token",
        "{\"grant_type\":\"password\",\"username\":\"nobody\",\"password\":\"1\"}");
    ok("GET", "/users?limit=2", null);
    ok("GET", "/users/user1", null);
    refused(404, "GET", "/users/nobody", null);
    ok("PUT", "/users/user1/password", "{\"newpassword\":\"2\"}");
    ok("POST", "/users/user1/password", "{\"newpassword\":\"3\"}");
    ok("POST", "/users/user1/deactivate", null);
    ok("POST", "/users/user1/activate", null);
    ok("GET", "/users/user1/disconnect", null);
    ok("DELETE", "/users/user1/disconnect/phone", null);
    ok("GET", "/users/user1/disconnect/phone", null);
    ok("GET", "/users/user1/status", null);
    ok("POST", "/users/batch/status", "{\"usernames\":[\"user1\",\"user2\"]}");
    ok("GET", "/users/user1/resources", null);
    ok("GET", "/users/user1/offline_msg_count", null);
    ok("GET", "/users/user1/offline_msg_status/1", null);
    ok("POST", "/users/user1/contacts/users/user2", null);
    ok("GET", "/users/user1/contacts/users", null);
    ok("DELETE", "/users/user1/contacts/users/user2", null);
    ok("POST", "/users/user1/blocks/users", "{\"usernames\":[\"user2\"]}");
    ok("GET", "/users/user1/blocks/users", null);
    ok("DELETE", "/users/user1/blocks/users/user2", null);
    ok("POST", "/mutes", "{\"username\":\"user2\",\"groupchat\":60}");
    ok("GET", "/mutes/user2", null);
    ok("GET", "/mutes?pageNum=1&pageSize=5", null);
    ok("POST", "/mutes", "{\"username\":\"user2\",\"groupchat\":0}");
  }

  private String walkGroups() {
    String id =
        ok(
                "POST",
                "/chatgroups",
                "{\"groupname\":\"office\",\"public\":true,\"owner\":\"user1\",\"members\":[\"user2\"]}")
            .at("/data/groupid")
            .stringValue();
    refused(400, "POST", "/chatgroups", "{\"owner\":\"user1\",\"public\":true,\"maxusers\":0}");
    String group = "/chatgroups/" + id;
    ok("GET", "/chatgroups?limit=1", null);
    ok("GET", group, null);
    refused(404, "GET", "/chatgroups/1", null);
    ok("PUT", group, "{\"groupname\":\"home\",\"description\":\"d\"}");
    ok("PUT", group, "{\"newowner\":\"user2\"}");
    ok("PUT", group, "{\"newowner\":\"user1\"}");
    ok("GET", "/chatgroups/user/user1", null);
    ok("GET", "/users/user1/joined_chatgroups", null);
    ok("POST", group + "/users", "{\"usernames\":[\"user3\"]}");
    ok("POST", group + "/users/user4", null);
    refused(403, "POST", group + "/users/user4", null);
    ok("GET", group + "/users?joined_time=true", null);
    ok("GET", group + "/users?version=v3&limit=1", null);
    ok("GET", group + "/user/user3/is_joined", null);
    ok("POST", group + "/user/user3/is_joined", null);
    ok("POST", group + "/admin", "{\"newadmin\":\"user2\"}");
    ok("GET", group + "/admin", null);
    ok("DELETE", group + "/admin/user2", null);
    ok("POST", group + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":60000}");
    ok("GET", group + "/mute", null);
    ok("DELETE", group + "/mute/user3", null);
    ok("POST", group + "/ban", null);
    ok("DELETE", group + "/ban", null);
    ok("POST", group + "/white/users", "{\"usernames\":[\"user2\"]}");
    ok("POST", group + "/white/users/user3", null);
    ok("GET", group + "/white/users", null);
    ok("DELETE", group + "/white/users/user2,user3", null);
    ok("POST", group + "/disable", null);
    ok("POST", group + "/enable", null);
    ok("POST", group + "/announcement", "{\"announcement\":\"hello\"}");
    ok("GET", group + "/announcement", null);
    ok("POST", group + "/blocks/users", "{\"usernames\":[\"user3\"]}");
    ok("POST", group + "/blocks/users/user4", null);
    ok("GET", group + "/blocks/users", null);
    ok("DELETE", group + "/blocks/users/user3", null);
    ok("DELETE", group + "/blocks/users/user4,user3", null);
    ok("POST", group + "/users", "{\"usernames\":[\"user3\",\"user4\"]}");
    ok("DELETE", group + "/users/user4", null);
    ok("DELETE", group + "/users/user4,user3", null);
    return id;
  }

  private void walkRooms() {
    String id =
        ok(
                "POST",
                "/chatrooms",
                """
                {"name":"stage","description":"d","owner":"user1","members":["user2"],"maxusers":9}
                """)
            .at("/data/id")
            .stringValue();
    refused(400, "POST", "/chatrooms", "{\"name\":\"stage\",\"owner\":\"user1\"}");
    String room = "/chatrooms/" + id;
    ok("GET", "/chatrooms?limit=1", null);
    ok(
        "POST",
        "/chatroom/" + id + "/messages?isLarge=true&useMsgId=true",
        "{\"target_type\":\"chatrooms\",\"msg\":{\"type\":\"txt\",\"msg\":\"hi\"}}");
    refused(400, "POST", "/chatroom/" + id + "/messages", "{}");
    ok("GET", room, null);
    refused(404, "GET", "/chatrooms/1", null);
    ok("PUT", room, "{\"name\":\"home\",\"description\":\"d\",\"maxusers\":90}");
    ok("PUT", room, "{\"newowner\":\"user2\"}");
    ok("PUT", room, "{\"newowner\":\"user1\"}");
    ok("GET", "/users/user1/joined_chatrooms?pagenum=1", null);
    ok("POST", "/chatrooms/super_admin", "{\"superadmin\":\"user2\"}");
    refused(404, "POST", "/chatrooms/super_admin", "{\"superadmin\":\"nobody\"}");
    ok("GET", "/chatrooms/super_admin?pagenum=1&pagesize=5", null);
    ok("DELETE", "/chatrooms/super_admin/user2", null);
    ok("POST", room + "/users", "{\"usernames\":[\"user3\",\"user2\"]}");
    ok("POST", room + "/users/user4", null);
    ok("POST", room + "/users/user4", null);
    ok("GET", room + "/users", null);
    ok("GET", room + "/users?version=v3&limit=1", null);
    ok("POST", room + "/admin", "{\"newadmin\":\"user2\"}");
    ok("GET", room + "/admin", null);
    ok("DELETE", room + "/admin/user2", null);
    ok("POST", room + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":60000}");
    ok("PUT", room + "/users/user2/tag", "{\"tags\":[\"guest\"]}");
    ok("PUT", room + "/tag/mute", "{\"tag\":\"guest\",\"mute_duration\":-1}");
    refused(404, "PUT", room + "/tag/mute", "{\"tag\":\"none\",\"mute_duration\":-1}");
    ok("GET", room + "/users/user2/tag", null);
    ok("GET", room + "/mute", null);
    ok("DELETE", room + "/mute/user3", null);
    ok("POST", room + "/ban", null);
    ok("DELETE", room + "/ban", null);
    ok("POST", room + "/white/users", "{\"usernames\":[\"user2\"]}");
    ok("POST", room + "/white/users/user3", null);
    ok("GET", room + "/white/users", null);
    ok("GET", room + "/white/users/user3", null);
    ok("GET", "/sdk" + room + "/mute/user3", null);
    ok("DELETE", room + "/white/users/user2,user3", null);
    ok("POST", room + "/announcement", "{\"announcement\":\"hello\"}");
    ok("GET", room + "/announcement", null);
    String attributes = "/metadata/chatroom/" + id;
    ok("PUT", attributes + "/user/user2", "{\"metaData\":{\"a\":\"1\",\"b\":\"2\"}}");
    ok("PUT", attributes + "/user/user3/forced", "{\"metaData\":{\"a\":\"3\"}}");
    ok("POST", attributes, "{\"keys\":[\"a\"]}");
    ok("DELETE", attributes + "/user/user2", "{\"keys\":[\"a\",\"b\"]}");
    ok("DELETE", attributes + "/user/user2/forced", "{\"keys\":[\"a\"]}");
    send("/messages/chatrooms", id, "txt", "{\"msg\":\"hello\"}");
    ok("POST", "/messages/chatrooms/users", toSome(id));
    String everybody = "{\"target_type\":\"users\",\"msg\":{\"type\":\"txt\",\"msg\":\"hi\"}}";
    ok("POST", "/messages/broadcast", everybody);
    ok("POST", "/messages/users/broadcast", everybody);
    ok("POST", "/messages/chatrooms/broadcast", everybody);
    ok("POST", room + "/blocks/users", "{\"usernames\":[\"user3\"]}");
    ok("POST", room + "/blocks/users/user4", null);
    ok("GET", room + "/blocks/users", null);
    ok("DELETE", room + "/blocks/users/user3", null);
    ok("DELETE", room + "/blocks/users/user4,user3", null);
    ok("POST", room + "/users", "{\"usernames\":[\"user3\",\"user4\"]}");
    ok("DELETE", room + "/users/user4", null);
    ok("DELETE", room + "/users/user4,user3", null);
    ok("DELETE", room, null);
  }

  private static String toSome(String target) {
    return """
    {"from":"user1","to":["%s"],"users":["user2"],"type":"txt","body":{"msg":"psst"}}
    """
        .formatted(target);
  }

  private String walkThreadsAndMessages(String group) {
    ok("POST", "/messages/chatgroups/users", toSome(group));
    String parent = send("/messages/chatgroups", group, "txt", "{\"msg\":\"Lunch?\"}");
    String body =
        """
        {"group_id":"%s","msg_id":%s,"name":"Lunch","owner":"user1"}
        """
            .formatted(group, parent);
    String thread = ok("POST", "/thread", body).at("/data/thread_id").stringValue();
    refused(403, "POST", "/thread", body);
    ok("GET", "/thread?limit=1&sort=asc", null);
    refused(400, "GET", "/thread?limit=51", null);
    ok("PUT", "/thread/" + thread, "{\"name\":\"Dinner\"}");
    ok("POST", "/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    ok("GET", "/thread/" + thread + "/users", null);
    ok("GET", "/thread/" + thread, null);
    refused(404, "GET", "/thread/1", null);
    ok("POST", "/thread/" + thread + "/user/user2/join", null);
    ok("DELETE", "/thread/" + thread + "/user/user2/quit", null);
    ok("DELETE", "/thread/" + thread + "/users/user2", null);
    ok("POST", "/thread/message", "{\"threadIds\":[\"" + thread + "\",\"1\"]}");
    ok("GET", "/threads/chatgroups/" + group, null);
    refused(404, "GET", "/threads/chatgroups/1", null);
    ok("GET", "/threads/user/user2", null);
    ok("GET", "/threads/chatgroups/" + group + "/user/user2", null);
    ok("DELETE", "/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    ok("DELETE", "/threads/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    refused(404, "PUT", "/thread/1", "{\"name\":\"Dinner\"}");
    send("/messages/users", "user2", "txt", "{\"msg\":\"hello\"}");
    ok("POST", "/messages/users/import", imported("user2"));
    ok("POST", "/messages/chatgroups/import", imported(group));
    refused(400, "POST", "/messages/chatgroups", "{\"to\":[\"1\"],\"type\":\"txt\",\"body\":{}}");
    ok(
        "POST",
        "/messages?useMsgId=true",
        """
        {"target_type":"chatgroups","target":["%s"],"msg":{"type":"txt","msg":"old"}}
        """
            .formatted(thread));
    String message = send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    ok("POST", "/thread/message", "{\"threadIds\":[\"" + thread + "\"]}");
    ok("GET", "/conversations/" + thread + "/messages?limit=1", null);
    refused(404, "GET", "/conversations/17/messages", null);
    ok(
        "PUT",
        "/messages/rewrite/" + message,
        "{\"user\":\"user1\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"Rice\"},\"new_ext\":{\"a\":1}}");
    refused(404, "PUT", "/messages/rewrite/1", "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"x\"}}");
    String recall =
        """
        {"msg_id":"%s","to":"%s","chat_type":"groupchat","from":"user1"}
        """
            .formatted(message, thread);
    ok("POST", "/messages/msg_recall", recall);
    refused(403, "POST", "/messages/msg_recall", recall);
    ok("POST", "/messages/batch_recall", "{\"msgs\":[" + recall + "]}");
    ok("POST", "/messages/recall", "{\"msgs\":[" + recall + "]}");
    return thread;
  }

  private static String imported(String target) {
    return """
    {"from":"user1","target":"%s","type":"txt","body":{"msg":"old"},"ext":{},"is_ack_read":false}
    """
        .formatted(target);
  }

  private void walkFiles() {
    JsonNode answer =
        new FileClient(api).upload(new byte[10], "restrict-access", "true").json().ok();
    REST.assertAnswers(operation("POST", "/chatfiles"), 200, answer);
    String files = "/chatgroups/" + api.group("user1") + "/share_files";
    JsonNode shared =
        new FileClient(api)
            .share(files.split("/", -1)[2], "a.txt", "text/plain", new byte[10])
            .json()
            .ok();
    REST.assertAnswers(operation("POST", files), 200, shared);
    ok("GET", files, null);
    ok("DELETE", files + "/" + shared.at("/data/file_id").stringValue(), null);
    refused(400, "GET", "/chatmessages/2020010100", null);
  }

  private void walkModeration(Inbox inbox) {
    String check = "{\"content\":\"Spam or ham?\"}";
    refused(400, "POST", "/moderation/txt/check", check);
    String lists = "/moderation/text/list";
    String list = "{\"name\":\"l1\",\"scope\":\"ALL\",\"disposition\":\"EXCHANGE\"";
    JsonNode made = ok("POST", lists, list + ",\"textContexts\":[\"spam\"]}").get("entity");
    String one = lists + "/" + made.get("id").stringValue();
    String word = made.at("/textList/0/id").stringValue();
    ok("POST", lists + "/search", "{\"page\":0,\"size\":10}");
    ok("PUT", one, list + "}");
    ok("POST", one + "/word/batch", "{\"wordContents\":[\"ham\"],\"userId\":\"user1\"}");
    ok("POST", one + "/word", "{\"word\":\"am\"}");
    ok("PUT", one + "/word", "{\"id\":\"" + word + "\",\"word\":\"eggs\"}");
    ok("POST", "/moderation/txt/check", check);
    ok("DELETE", one + "/word?wordId=" + word, null);
    ok("DELETE", one + "/word/batch", "{\"wordIds\":[\"" + word + "\"]}");
    ok("DELETE", one, null);
    ok("PUT", "/moderation/webhook", "{\"url\":\"" + inbox.url() + "\"}");
    ok("GET", "/moderation/webhook", null);
    ok("DELETE", "/moderation/webhook", null);
    refused(503, "POST", "/translate", "{}");
    refused(503, "POST", "/translate/detect", "{}");
    refused(503, "GET", "/translate/support/language", null);
    refused(503, "POST", "/moderation/record/message/export", "{}");
    refused(503, "GET", "/moderation/export/files?page=0&size=10", null);
    refused(503, "GET", "/moderationfiles/1?type=record", null);
  }

  private void walkRules(Inbox inbox, String thread) {
    String rule =
        """
        {"name":"lunch","url":"%s","retry":["0s","100ms"],"on_poison":{"park":2},
         "max_concurrency":8,"max_per_second":99.5,"from":["user1"],"message_types":["txt"]}
        """
            .formatted(inbox.url());
    ObjectNode made = (ObjectNode) ok("POST", "/callbacks/rules", rule).get("data");
    refused(409, "POST", "/callbacks/rules", rule);
    refused(400, "POST", "/callbacks/rules", "{\"name\":\"private\",\"url\":\"http://10.0.0.1/\"}");
    ok("GET", "/callbacks/rules", null);
    ok("GET", "/callbacks/rules/lunch", null);
    refused(404, "GET", "/callbacks/rules/dinner", null);
    ok("PUT", "/callbacks/rules/lunch", made.toString());
    ok("PUT", "/callbacks/rules/lunch", "{\"signing_secret\":\"whsec_c2VjcmV0c2VjcmV0\"}");
    ok("POST", "/callbacks/rules/lunch/test", null);
    inbox.next();
    inbox.answer(_ -> 500);
    ok("POST", "/callbacks/rules/lunch/test", null);
    inbox.next();
    inbox.answer(_ -> 410);
    send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Rice\"}");
    inbox.next();
    awaitPaused();
    inbox.answer(_ -> 500);
    ok("POST", "/callbacks/rules/lunch/resume", null);
    refused(404, "POST", "/callbacks/rules/dinner/resume", null);
    ok("POST", "/callbacks/rules/lunch/retry", null);
    refused(404, "POST", "/callbacks/rules/dinner/retry", null);
    inbox.next();
    send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    inbox.next(2);
    JsonNode deliveries = ok("GET", "/callbacks/deliveries?limit=2&thread=" + thread, null);
    String call = deliveries.at("/data/0/call_id").stringValue();
    ok("GET", "/callbacks/deliveries/" + call.replace("#", "%23"), null);
    ok("GET", "/callbacks/deliveries?state=discarded&rule=lunch", null);
    refused(404, "GET", "/callbacks/deliveries?rule=dinner", null);
    String message = deliveries.at("/data/0/msg_id").stringValue();
    ok("GET", "/callbacks/deliveries?msg_id=" + message, null);
    ok("GET", "/callbacks/explain?msg_id=" + message, null);
    refused(404, "GET", "/callbacks/explain?msg_id=1", null);
    walkReplays(inbox, call.replace("#", "%23"));
    ok("DELETE", "/callbacks/rules/lunch", null);
  }

  /// Each answer on the way is held against the document, too.
  private void awaitPaused() {
    await()
        .until(
            () ->
                ok("GET", "/callbacks/rules", null)
                    .at("/data/0/health/state")
                    .stringValue()
                    .equals("paused"));
  }

  private void walkPull(String thread) {
    String rule = "{\"name\":\"laptop\",\"delivery\":\"pull\",\"events\":[\"message\",\"thread\"]}";
    ObjectNode made = (ObjectNode) ok("POST", "/callbacks/rules", rule).get("data");
    ok("PUT", "/callbacks/rules/laptop", made.toString());
    refused(400, "POST", "/callbacks/rules/laptop/test", null);
    send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    JsonNode page = ok("GET", "/callbacks/events?rule=laptop&limit=1&consumer=dev", null);
    page.get("data")
        .forEach(
            event -> {
              JsonNode body = ApiClient.JSON.readTree(event.get("body").stringValue());
              CALLBACKS.assertIs("MessageCallback", body);
              CALLBACKS.assertIs("Headers", event.get("headers"));
            });
    ok("GET", "/callbacks/events?rule=laptop&after=latest", null);
    refused(404, "GET", "/callbacks/events?rule=none", null);
    refused(404, "GET", "/callbacks/stream?rule=none", null);
    String commit = "{\"rule\":\"laptop\",\"cursor\":\"" + page.get("cursor").stringValue() + "\"}";
    ok("POST", "/callbacks/consumers/dev/commit", commit);
    refused(
        400,
        "POST",
        "/callbacks/consumers/dev/commit",
        "{\"rule\":\"laptop\",\"cursor\":\"99999\"}");
    ok("GET", "/callbacks/consumers?rule=laptop", null);
    ok("DELETE", "/callbacks/consumers/dev?rule=laptop", null);
    refused(404, "DELETE", "/callbacks/consumers/dev?rule=laptop", null);
    ok("DELETE", "/callbacks/rules/laptop", null);
  }

  private void walkReplays(Inbox inbox, String call) {
    JsonNode keys =
        await()
            .until(
                () -> ok("GET", "/callbacks/storage/info", null).get("data"),
                data -> !data.isEmpty());
    inbox.answer(_ -> 200);
    String retry =
        """
        {"date":"%s","retry":0,"targetUrl":"%s"}
        """
            .formatted(keys.at("/0/date").stringValue(), inbox.url());
    ok("POST", "/callbacks/storage/retry", retry);
    inbox.next();
    await().until(() -> ok("GET", "/callback/storage/info", null).get("data").isEmpty());
    ok("POST", "/callback/storage/retry", retry);
    refused(400, "POST", "/callbacks/storage/retry", "{\"date\":\"today\"}");
    ok("POST", "/callbacks/replay", "{\"rule\":\"lunch\",\"dry_run\":true}");
    String replay =
        """
        {"rule":"lunch","since":0,"state":"delivered","call_ids":[],"target_url":"%s","rate":9}
        """
            .formatted(inbox.url());
    int job = ok("POST", "/callbacks/replay", replay).at("/data/id").intValue();
    inbox.next();
    refused(404, "POST", "/callbacks/replay", "{\"rule\":\"dinner\"}");
    ok("GET", "/callbacks/replay", null);
    ApiClient app = api;
    api = app.withToken(server.operator("ann", OperatorRole.VIEWER));
    ok("GET", "/callbacks/nodes", null);
    api = app;
    refused(403, "GET", "/callbacks/nodes", null);
    ok("GET", "/callbacks/replay/" + job, null);
    ok("DELETE", "/callbacks/replay/" + job, null);
    refused(404, "GET", "/callbacks/replay/0", null);
    ok("POST", "/callbacks/deliveries/" + call + "/resend", null);
    ok("POST", "/callbacks/deliveries/" + call + "/resend", "{\"rule\":\"lunch\"}");
    refused(404, "POST", "/callbacks/deliveries/unknown/resend", null);
    ok("GET", "/callbacks/deliveries?rule=lunch", null);
  }

  private String send(String path, String to, String type, String body) {
    return ok(
            "POST",
            path,
            """
            {"from":"user1","to":["%s"],"type":"%s","body":%s,"ext":{"table":7}}
            """
                .formatted(to, type, body))
        .get("data")
        .get(to)
        .stringValue();
  }

  /// Calls, and holds request and answer against the document.
  private JsonNode ok(String method, String path, @Nullable String body) {
    Operation operation = operation(method, path);
    if (body != null) {
      REST.assertTakes(operation, ApiClient.JSON.readTree(body));
    }
    JsonNode answer = api.call(method, path, body).ok();
    REST.assertAnswers(operation, 200, answer);
    return answer;
  }

  private void refused(int status, String method, String path, @Nullable String body) {
    Reply reply = api.call(method, path, body);
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
    REST.assertAnswers(operation(method, path), status, reply.body());
  }

  private Operation operation(String method, String path) {
    Operation operation = REST.operation(method, APP_PATH + path.replaceFirst("\\?.*", ""));
    walked.add(operation.name().replaceFirst("/\\{}/\\{}", ""));
    return operation;
  }

  @Test
  void thread_callbacks_are_what_the_document_says() throws IOException {
    try (Inbox inbox = inbox("thread")) {
      String thread = thread();
      String only = api.text("user1", thread, "first");
      api.recall(only, thread, "user1");
      List<String> messages = sendOneOfEachType(thread);
      modify(messages.getFirst());
      api.put("/callbacks/rules/thread", "{\"copy_meta\":true,\"security_fields\":false}").ok();
      api.text("user1", thread, "last");

      inbox.next(messages.size() + 4).forEach(callback -> check("ThreadCallback", callback));
    }
  }

  @Test
  void callbacks_of_messages_are_what_the_document_says() throws IOException {
    try (Inbox sent = inbox("message");
        Inbox recalled = inbox("recall");
        Inbox modified = inbox("edit")) {
      String thread = thread();
      List<String> messages = sendOneOfEachType(thread);
      modify(messages.getFirst());
      api.recall(messages.getFirst(), thread, "user1");
      api.post(
              "/messages/users",
              "{\"to\":[\"user2\"],\"type\":\"txt\",\"body\":{\"msg\":\"hello\"}}")
          .ok();

      sent.next(messages.size() + 2).forEach(callback -> check("MessageCallback", callback));
      check("EditCallback", modified.next());
      check("RecallCallback", recalled.next());
    }
  }

  @Test
  void callbacks_of_groups_are_what_the_document_says() throws IOException {
    try (Inbox inbox = inbox("group")) {
      api.users("user1", "user2", "user3");
      String group = "/chatgroups/" + api.group("user1", "user2");
      api.put(group, "{\"groupname\":\"home\"}").ok();
      api.put(group, "{\"newowner\":\"user2\"}").ok();
      api.post(group + "/users/user3", "").ok();
      api.post(group + "/admin", "{\"newadmin\":\"user3\"}").ok();
      api.delete(group + "/admin/user3").ok();
      api.post(group + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":-1}").ok();
      api.delete(group + "/mute/user3").ok();
      api.post(group + "/ban", "").ok();
      api.post(group + "/announcement", "{\"announcement\":\"hello\"}").ok();
      api.post(group + "/disable", "").ok();
      api.post(group + "/enable", "").ok();
      member("user3").post(group + "/shield", "").ok();
      member("user3").delete(group + "/shield").ok();
      api.delete(group + "/users/user3").ok();
      api.delete(group).ok();

      checkUntil(
          inbox,
          "GroupCallback",
          Set.of("create", "join", "leave", "update", "admin", "mute", "shield", "delete"));
    }
  }

  @Test
  void callbacks_of_a_threads_life_are_what_the_document_says() throws IOException {
    try (Inbox inbox = inbox("thread_lifecycle")) {
      String thread = thread();
      api.put("/thread/" + thread, "{\"name\":\"dinner\"}").ok();
      api.post("/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}").ok();
      api.call("DELETE", "/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}").ok();
      api.delete("/thread/" + thread).ok();

      checkUntil(
          inbox, "ThreadLifecycleCallback", Set.of("create", "update", "join", "kick", "delete"));
    }
  }

  /// An app server whose rule asks for one kind of callback and is named after it.
  private Inbox inbox(String kind) throws IOException {
    Inbox inbox = Inbox.open();
    api.rule(
        "{\"name\":\"%1$s\",\"url\":\"%2$s\",\"events\":[\"%1$s\"]}".formatted(kind, inbox.url()));
    return inbox;
  }

  private String thread() {
    api.users("user1", "user2");
    String group = api.group("user1", "user2");
    return api.thread(group, api.text("user1", group, "lunch?"), "lunch", "user1");
  }

  private List<String> sendOneOfEachType(String thread) {
    return List.of(
        send(thread, "txt", "{\"msg\":\"noodles\"}"),
        send(thread, "img", "{\"url\":\"https://a.example/1\",\"filename\":\"1.png\"}"),
        send(thread, "audio", "{\"url\":\"https://a.example/1\",\"Length\":3}"),
        send(thread, "video", "{\"url\":\"https://a.example/1\",\"length\":3}"),
        send(thread, "file", "{\"url\":\"https://a.example/1\"}"),
        send(thread, "loc", "{\"lat\":\"39.9\",\"lng\":116.4,\"addr\":\"here\"}"),
        send(thread, "cmd", "{\"action\":\"ring\"}"),
        send(thread, "custom", "{\"customEvent\":\"gift\",\"customExts\":{\"size\":\"16\"}}"));
  }

  private String send(String thread, String type, String body) {
    return send("/messages/chatgroups", thread, type, body);
  }

  private void modify(String message) {
    api.put(
            "/messages/rewrite/" + message,
            "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"rice\"},\"new_ext\":{\"a\":1}}")
        .ok();
  }

  private static void checkUntil(Inbox inbox, String schema, Set<String> operations) {
    Set<String> missing = new HashSet<>(operations);
    while (!missing.isEmpty()) {
      Received callback = inbox.next();
      check(schema, callback);
      missing.remove(String.valueOf(callback.header("weft-operation")));
    }
  }

  private static void check(String schema, Received callback) {
    CALLBACKS.assertIs(schema, callback.json());
    ObjectNode headers = ApiClient.JSON.createObjectNode();
    callback
        .headers()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    CALLBACKS.assertIs("Headers", headers);
  }
}
