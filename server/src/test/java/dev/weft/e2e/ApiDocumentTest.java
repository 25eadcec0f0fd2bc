package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What `docs/api/openapi.yaml` says is what the server does.
class ApiDocumentTest {

  private static final ApiDocument REST = ApiDocument.read("openapi.yaml");

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
  private DocumentedCalls calls;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client();
    calls = new DocumentedCalls(api);
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
    CallbackCalls callbacks = new CallbackCalls(server, calls);
    try (Inbox inbox = Inbox.open()) {
      walkTokensAndUsers();
      String group = walkGroups();
      walkRooms();
      String thread = walkThreadsAndMessages(group);
      String message = calls.send("/messages/chatgroups", group, "txt", "{\"msg\":\"Tea?\"}");
      ClientCalls.all(group, message)
          .forEach(step -> calls.ok(step.method(), step.path(), step.body()));
      String nameCard = "/sdk/chatgroups/" + group + "/nameCard";
      walked("PUT", nameCard, "{\"nameCard\":\"Big\"}", api.as("user1"));
      walked("DELETE", "/chatgroups/" + group + "/quit", null, api.as("user3"));
      walkWhatSdksCall(group, message);
      walked("PUT", "/metadata/user/user1", "nickname=One", api);
      walkFiles();
      walkModeration(inbox);
      callbacks.rules(inbox, thread);
      callbacks.pull(thread);
      calls.ok("DELETE", "/thread/" + thread, null);
      calls.ok("DELETE", "/chatgroups/" + group, null);
      calls.ok("DELETE", "/users/user2", null);
      calls.ok("DELETE", "/users?limit=1", null);
    }

    Set<String> left = new TreeSet<>(REST.operations("/{org}/{app}"));
    left.removeAll(calls.walked());
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

    assertThatThrownBy(
            () -> REST.assertAnswers(calls.operation("GET", "/users/user1"), 200, answer))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("surprise");
  }

  /// A call by somebody else, or whose body is no JSON.
  private void walked(String method, String path, @Nullable String body, ApiClient client) {
    calls.by(client).answers(method, path, body);
  }

  /// What only the SDKs ask for: the member 3 has left the group, and comes back.
  private void walkWhatSdksCall(String group, String message) {
    calls.ok("GET", "/publicchatgroups?limit=1", null);
    walked("POST", "/chatgroups/" + group + "/apply", "{\"message\":\"m\"}", api.as("user3"));
    walkRequests();
    calls.ok("GET", "/chatgroups/user/user3/joined_count", null);
    calls.ok("GET", "/chatgroups/" + group + "/white/users/user3", null);
    calls.ok("GET", "/sdk/chatgroups/" + group + "/mute/user3", null);
    calls.ok("POST", "/sdk/user/user1/blocks", "{\"usernames\":[\"user3\"]}");
    calls.ok("DELETE", "/sdk/user/user1/blocks", "{\"usernames\":[\"user3\"]}");
    calls.refused(403, "POST", "/users/user1/translate", "{\"text\":\"t\",\"to\":[\"en\"]}");
    calls.refused(403, "GET", "/users/user1/translate/support/language", null);
    calls.refused(403, "GET", "/users/user1/token/rtc", null);
    calls.refused(403, "POST", "/rtc_mapper/batch/get", "{\"data\":[1]}");
    calls.refused(403, "POST", "/user/user1/moderation/report/message/" + message, "{}");
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
    walked("POST", path + "/apply", "{\"message\":\"m\"}", api.as("user2"));
    walked(
        "POST",
        path + "/apply_verify",
        "{\"applicant\":\"user2\",\"verifyResult\":true,\"reason\":\"\"}",
        api.as("user1"));
    walked("POST", path + "/invite", "{\"usernames\":[\"user3\"]}", api.as("user1"));
    walked(
        "POST",
        path + "/invite_verify",
        "{\"invitee\":\"user3\",\"verifyResult\":false}",
        api.as("user3"));
    walked("POST", path + "/shield", "", api.as("user2"));
    walked("DELETE", path + "/shield", "", api.as("user2"));
    var _ = api.delete(path).ok();
  }

  private void walkTokensAndUsers() {
    calls.ok(
        "POST",
        "/token",
        """
        {"grant_type":"client_credentials","client_id":"%s","client_secret":"%s","ttl":0}
        """
            .formatted(
                RunningServer.CREDENTIALS.clientId(), RunningServer.CREDENTIALS.clientSecret()));
    calls.refused(
        400,
        "POST",
        "/token",
        "{\"grant_type\":\"client_credentials\",\"client_id\":\"x\",\"client_secret\":\"y\"}");
    calls.ok("POST", "/users", "{\"username\":\"user1\",\"password\":\"1\",\"nickname\":\"One\"}");
    calls.ok(
        "POST",
        "/users",
        "[{\"username\":\"user2\",\"password\":\"1\"},{\"username\":\"user3\",\"password\":\"1\"}]");
    calls.ok(
        "POST",
        "/users",
        "[{\"username\":\"user3\",\"password\":\"1\"},{\"username\":\"user4\",\"password\":\"1\"}]");
    calls.refused(400, "POST", "/users", "{\"username\":\"user1\",\"password\":\"1\"}");
    calls.ok(
        "POST",
        "/token",
        "{\"grant_type\":\"password\",\"username\":\"user1\",\"password\":\"1\"}");
    calls.ok(
        "POST",
        "/token",
        "{\"grant_type\":\"inherit\",\"username\":\"user9\",\"autoCreateUser\":true}");
    calls.refused(
        404,
        "POST",
        "/token",
        "{\"grant_type\":\"password\",\"username\":\"nobody\",\"password\":\"1\"}");
    calls.ok("GET", "/users?limit=2", null);
    calls.ok("GET", "/users/user1", null);
    calls.refused(404, "GET", "/users/nobody", null);
    calls.ok("PUT", "/users/user1/password", "{\"newpassword\":\"2\"}");
    calls.ok("POST", "/users/user1/password", "{\"newpassword\":\"3\"}");
    calls.ok("POST", "/users/user1/deactivate", null);
    calls.ok("POST", "/users/user1/activate", null);
    calls.ok("GET", "/users/user1/disconnect", null);
    calls.ok("DELETE", "/users/user1/disconnect/phone", null);
    calls.ok("GET", "/users/user1/disconnect/phone", null);
    calls.ok("GET", "/users/user1/status", null);
    calls.ok("POST", "/users/batch/status", "{\"usernames\":[\"user1\",\"user2\"]}");
    calls.ok("GET", "/users/user1/resources", null);
    calls.ok("GET", "/users/user1/offline_msg_count", null);
    calls.ok("GET", "/users/user1/offline_msg_status/1", null);
    calls.ok("POST", "/users/user1/contacts/users/user2", null);
    calls.ok("GET", "/users/user1/contacts/users", null);
    calls.ok("DELETE", "/users/user1/contacts/users/user2", null);
    calls.ok("POST", "/users/user1/blocks/users", "{\"usernames\":[\"user2\"]}");
    calls.ok("GET", "/users/user1/blocks/users", null);
    calls.ok("DELETE", "/users/user1/blocks/users/user2", null);
    calls.ok("POST", "/mutes", "{\"username\":\"user2\",\"groupchat\":60}");
    calls.ok("GET", "/mutes/user2", null);
    calls.ok("GET", "/mutes?pageNum=1&pageSize=5", null);
    calls.ok("POST", "/mutes", "{\"username\":\"user2\",\"groupchat\":0}");
  }

  private String walkGroups() {
    String id =
        calls
            .ok(
                "POST",
                "/chatgroups",
                "{\"groupname\":\"office\",\"public\":true,\"owner\":\"user1\",\"members\":[\"user2\"]}")
            .at("/data/groupid")
            .stringValue();
    calls.refused(
        400, "POST", "/chatgroups", "{\"owner\":\"user1\",\"public\":true,\"maxusers\":0}");
    String group = "/chatgroups/" + id;
    calls.ok("GET", "/chatgroups?limit=1", null);
    calls.ok("GET", group, null);
    calls.refused(404, "GET", "/chatgroups/1", null);
    calls.ok("PUT", group, "{\"groupname\":\"home\",\"description\":\"d\"}");
    calls.ok("PUT", group, "{\"newowner\":\"user2\"}");
    calls.ok("PUT", group, "{\"newowner\":\"user1\"}");
    calls.ok("GET", "/chatgroups/user/user1", null);
    calls.ok("GET", "/users/user1/joined_chatgroups", null);
    calls.ok("POST", group + "/users", "{\"usernames\":[\"user3\"]}");
    calls.ok("POST", group + "/users/user4", null);
    calls.refused(403, "POST", group + "/users/user4", null);
    calls.ok("GET", group + "/users?joined_time=true", null);
    calls.ok("GET", group + "/users?version=v3&limit=1", null);
    calls.ok("GET", group + "/user/user3/is_joined", null);
    calls.ok("POST", group + "/user/user3/is_joined", null);
    calls.ok("POST", group + "/admin", "{\"newadmin\":\"user2\"}");
    calls.ok("GET", group + "/admin", null);
    calls.ok("DELETE", group + "/admin/user2", null);
    calls.ok("POST", group + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":60000}");
    calls.ok("GET", group + "/mute", null);
    calls.ok("DELETE", group + "/mute/user3", null);
    calls.ok("POST", group + "/ban", null);
    calls.ok("DELETE", group + "/ban", null);
    calls.ok("POST", group + "/white/users", "{\"usernames\":[\"user2\"]}");
    calls.ok("POST", group + "/white/users/user3", null);
    calls.ok("GET", group + "/white/users", null);
    calls.ok("DELETE", group + "/white/users/user2,user3", null);
    calls.ok("POST", group + "/disable", null);
    calls.ok("POST", group + "/enable", null);
    calls.ok("POST", group + "/announcement", "{\"announcement\":\"hello\"}");
    calls.ok("GET", group + "/announcement", null);
    calls.ok("POST", group + "/blocks/users", "{\"usernames\":[\"user3\"]}");
    calls.ok("POST", group + "/blocks/users/user4", null);
    calls.ok("GET", group + "/blocks/users", null);
    calls.ok("DELETE", group + "/blocks/users/user3", null);
    calls.ok("DELETE", group + "/blocks/users/user4,user3", null);
    calls.ok("POST", group + "/users", "{\"usernames\":[\"user3\",\"user4\"]}");
    calls.ok("DELETE", group + "/users/user4", null);
    calls.ok("DELETE", group + "/users/user4,user3", null);
    return id;
  }

  private void walkRooms() {
    String id =
        calls
            .ok(
                "POST",
                "/chatrooms",
                """
                {"name":"stage","description":"d","owner":"user1","members":["user2"],"maxusers":9}
                """)
            .at("/data/id")
            .stringValue();
    calls.refused(400, "POST", "/chatrooms", "{\"name\":\"stage\",\"owner\":\"user1\"}");
    String room = "/chatrooms/" + id;
    calls.ok("GET", "/chatrooms?limit=1", null);
    calls.ok(
        "POST",
        "/chatroom/" + id + "/messages?isLarge=true&useMsgId=true",
        "{\"target_type\":\"chatrooms\",\"msg\":{\"type\":\"txt\",\"msg\":\"hi\"}}");
    calls.refused(400, "POST", "/chatroom/" + id + "/messages", "{}");
    calls.ok("GET", room, null);
    calls.refused(404, "GET", "/chatrooms/1", null);
    calls.ok("PUT", room, "{\"name\":\"home\",\"description\":\"d\",\"maxusers\":90}");
    calls.ok("PUT", room, "{\"newowner\":\"user2\"}");
    calls.ok("PUT", room, "{\"newowner\":\"user1\"}");
    calls.ok("GET", "/users/user1/joined_chatrooms?pagenum=1", null);
    calls.ok("POST", "/chatrooms/super_admin", "{\"superadmin\":\"user2\"}");
    calls.refused(404, "POST", "/chatrooms/super_admin", "{\"superadmin\":\"nobody\"}");
    calls.ok("GET", "/chatrooms/super_admin?pagenum=1&pagesize=5", null);
    calls.ok("DELETE", "/chatrooms/super_admin/user2", null);
    calls.ok("POST", room + "/users", "{\"usernames\":[\"user3\",\"user2\"]}");
    calls.ok("POST", room + "/users/user4", null);
    calls.ok("POST", room + "/users/user4", null);
    calls.ok("GET", room + "/users", null);
    calls.ok("GET", room + "/users?version=v3&limit=1", null);
    calls.ok("POST", room + "/admin", "{\"newadmin\":\"user2\"}");
    calls.ok("GET", room + "/admin", null);
    calls.ok("DELETE", room + "/admin/user2", null);
    calls.ok("POST", room + "/mute", "{\"usernames\":[\"user3\"],\"mute_duration\":60000}");
    calls.ok("PUT", room + "/users/user2/tag", "{\"tags\":[\"guest\"]}");
    calls.ok("PUT", room + "/tag/mute", "{\"tag\":\"guest\",\"mute_duration\":-1}");
    calls.refused(404, "PUT", room + "/tag/mute", "{\"tag\":\"none\",\"mute_duration\":-1}");
    calls.ok("GET", room + "/users/user2/tag", null);
    calls.ok("GET", room + "/mute", null);
    calls.ok("DELETE", room + "/mute/user3", null);
    calls.ok("POST", room + "/ban", null);
    calls.ok("DELETE", room + "/ban", null);
    calls.ok("POST", room + "/white/users", "{\"usernames\":[\"user2\"]}");
    calls.ok("POST", room + "/white/users/user3", null);
    calls.ok("GET", room + "/white/users", null);
    calls.ok("GET", room + "/white/users/user3", null);
    calls.ok("GET", "/sdk" + room + "/mute/user3", null);
    calls.ok("DELETE", room + "/white/users/user2,user3", null);
    calls.ok("POST", room + "/announcement", "{\"announcement\":\"hello\"}");
    calls.ok("GET", room + "/announcement", null);
    String attributes = "/metadata/chatroom/" + id;
    calls.ok("PUT", attributes + "/user/user2", "{\"metaData\":{\"a\":\"1\",\"b\":\"2\"}}");
    calls.ok("PUT", attributes + "/user/user3/forced", "{\"metaData\":{\"a\":\"3\"}}");
    calls.ok("POST", attributes, "{\"keys\":[\"a\"]}");
    calls.ok("DELETE", attributes + "/user/user2", "{\"keys\":[\"a\",\"b\"]}");
    calls.ok("DELETE", attributes + "/user/user2/forced", "{\"keys\":[\"a\"]}");
    calls.send("/messages/chatrooms", id, "txt", "{\"msg\":\"hello\"}");
    calls.ok("POST", "/messages/chatrooms/users", toSome(id));
    String everybody = "{\"target_type\":\"users\",\"msg\":{\"type\":\"txt\",\"msg\":\"hi\"}}";
    calls.ok("POST", "/messages/broadcast", everybody);
    String chunk = "{\"from\":\"user1\",\"to\":\"%s\",\"body\":{\"msg\":\"a\",\"seq\":%d%s}}";
    String streamed =
        calls
            .ok("POST", "/stream_message/user", chunk.formatted("user2", 0, ",\"type\":\"text\""))
            .at("/data/msgId")
            .stringValue();
    String next = ",\"msgId\":\"" + streamed + "\",\"finish\":true,\"finishReason\":1";
    calls.ok("POST", "/stream_message/user", chunk.formatted("user2", 1, next));
    calls.refused(400, "POST", "/stream_message/user", chunk.formatted("user2", 2, next));
    calls.ok("POST", "/stream_message/chatgroup", chunk.formatted("1", 0, ""));
    calls.ok("POST", "/messages/users/broadcast", everybody);
    calls.ok("POST", "/messages/chatrooms/broadcast", everybody);
    calls.ok("POST", room + "/blocks/users", "{\"usernames\":[\"user3\"]}");
    calls.ok("POST", room + "/blocks/users/user4", null);
    calls.ok("GET", room + "/blocks/users", null);
    calls.ok("DELETE", room + "/blocks/users/user3", null);
    calls.ok("DELETE", room + "/blocks/users/user4,user3", null);
    calls.ok("POST", room + "/users", "{\"usernames\":[\"user3\",\"user4\"]}");
    calls.ok("DELETE", room + "/users/user4", null);
    calls.ok("DELETE", room + "/users/user4,user3", null);
    calls.ok("DELETE", room, null);
  }

  private static String toSome(String target) {
    return """
    {"from":"user1","to":["%s"],"users":["user2"],"type":"txt","body":{"msg":"psst"}}
    """
        .formatted(target);
  }

  private String walkThreadsAndMessages(String group) {
    calls.ok("POST", "/messages/chatgroups/users", toSome(group));
    String parent = calls.send("/messages/chatgroups", group, "txt", "{\"msg\":\"Lunch?\"}");
    String body =
        """
        {"group_id":"%s","msg_id":%s,"name":"Lunch","owner":"user1"}
        """
            .formatted(group, parent);
    String thread = calls.ok("POST", "/thread", body).at("/data/thread_id").stringValue();
    calls.refused(403, "POST", "/thread", body);
    calls.ok("GET", "/thread?limit=1&sort=asc", null);
    calls.refused(400, "GET", "/thread?limit=51", null);
    calls.ok("PUT", "/thread/" + thread, "{\"name\":\"Dinner\"}");
    calls.ok("POST", "/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    calls.ok("GET", "/thread/" + thread + "/users", null);
    calls.ok("GET", "/thread/" + thread, null);
    calls.refused(404, "GET", "/thread/1", null);
    calls.ok("POST", "/thread/" + thread + "/user/user2/join", null);
    calls.ok("DELETE", "/thread/" + thread + "/user/user2/quit", null);
    calls.ok("DELETE", "/thread/" + thread + "/users/user2", null);
    calls.ok("POST", "/thread/message", "{\"threadIds\":[\"" + thread + "\",\"1\"]}");
    calls.ok("GET", "/threads/chatgroups/" + group, null);
    calls.refused(404, "GET", "/threads/chatgroups/1", null);
    calls.ok("GET", "/threads/user/user2", null);
    calls.ok("GET", "/threads/chatgroups/" + group + "/user/user2", null);
    calls.ok("DELETE", "/thread/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    calls.ok("DELETE", "/threads/" + thread + "/users", "{\"usernames\":[\"user2\"]}");
    calls.refused(404, "PUT", "/thread/1", "{\"name\":\"Dinner\"}");
    calls.send("/messages/users", "user2", "txt", "{\"msg\":\"hello\"}");
    calls.ok("POST", "/messages/users/import", imported("user2"));
    calls.ok("POST", "/messages/chatgroups/import", imported(group));
    calls.refused(
        400, "POST", "/messages/chatgroups", "{\"to\":[\"1\"],\"type\":\"txt\",\"body\":{}}");
    calls.ok(
        "POST",
        "/messages?useMsgId=true",
        """
        {"target_type":"chatgroups","target":["%s"],"msg":{"type":"txt","msg":"old"}}
        """
            .formatted(thread));
    String message = calls.send("/messages/chatgroups", thread, "txt", "{\"msg\":\"Noodles\"}");
    calls.ok("POST", "/thread/message", "{\"threadIds\":[\"" + thread + "\"]}");
    calls.ok("GET", "/conversations/" + thread + "/messages?limit=1", null);
    calls.refused(404, "GET", "/conversations/17/messages", null);
    calls.ok(
        "PUT",
        "/messages/rewrite/" + message,
        "{\"user\":\"user1\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"Rice\"},\"new_ext\":{\"a\":1}}");
    calls.refused(
        404, "PUT", "/messages/rewrite/1", "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"x\"}}");
    String recall =
        """
        {"msg_id":"%s","to":"%s","chat_type":"groupchat","from":"user1"}
        """
            .formatted(message, thread);
    calls.ok("POST", "/messages/msg_recall", recall);
    calls.refused(403, "POST", "/messages/msg_recall", recall);
    calls.ok("POST", "/messages/batch_recall", "{\"msgs\":[" + recall + "]}");
    calls.ok("POST", "/messages/recall", "{\"msgs\":[" + recall + "]}");
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
    calls.answered("POST", "/chatfiles", answer);
    walkParts(new FileClient(api));
    walkSubscriptions();
    String files = "/chatgroups/" + api.group("user1") + "/share_files";
    JsonNode shared =
        new FileClient(api)
            .share(files.split("/", -1)[2], "a.txt", "text/plain", new byte[10])
            .json()
            .ok();
    calls.answered("POST", files, shared);
    calls.ok("GET", files, null);
    calls.ok("DELETE", files + "/" + shared.at("/data/file_id").stringValue(), null);
    calls.refused(400, "GET", "/chatmessages/2020010100", null);
  }

  private void walkParts(FileClient files) {
    String begin = "/sdk/chatfiles/part-upload";
    String upload = calls.ok("POST", begin, null).at("/entities/0/uuid").stringValue();
    String path = begin + "/" + upload;
    calls.answered("PUT", path, files.part(upload, "1", new byte[10]).json().ok());
    calls.answered("POST", path, files.complete(upload, "?restrict-access=true").json().ok());
    String other = calls.ok("POST", begin, null).at("/entities/0/uuid").stringValue();
    calls.ok("DELETE", begin + "/" + other, null);
  }

  private void walkSubscriptions() {
    String path = "/user/user1/metadata/subscription";
    calls.ok("POST", path, "{\"usernames\":[\"user2\"]}");
    calls.ok("GET", path, null);
    calls.ok("DELETE", path + "?usernames=user2", null);
  }

  private void walkModeration(Inbox inbox) {
    String check = "{\"content\":\"Spam or ham?\"}";
    calls.refused(400, "POST", "/moderation/txt/check", check);
    String lists = "/moderation/text/list";
    String list = "{\"name\":\"l1\",\"scope\":\"ALL\",\"disposition\":\"EXCHANGE\"";
    JsonNode made = calls.ok("POST", lists, list + ",\"textContexts\":[\"spam\"]}").get("entity");
    String one = lists + "/" + made.get("id").stringValue();
    String word = made.at("/textList/0/id").stringValue();
    calls.ok("POST", lists + "/search", "{\"page\":0,\"size\":10}");
    calls.ok("PUT", one, list + "}");
    calls.ok("POST", one + "/word/batch", "{\"wordContents\":[\"ham\"],\"userId\":\"user1\"}");
    calls.ok("POST", one + "/word", "{\"word\":\"am\"}");
    calls.ok("PUT", one + "/word", "{\"id\":\"" + word + "\",\"word\":\"eggs\"}");
    calls.ok("POST", "/moderation/txt/check", check);
    calls.ok("DELETE", one + "/word?wordId=" + word, null);
    calls.ok("DELETE", one + "/word/batch", "{\"wordIds\":[\"" + word + "\"]}");
    calls.ok("DELETE", one, null);
    calls.ok("PUT", "/moderation/webhook", "{\"url\":\"" + inbox.url() + "\"}");
    calls.ok("GET", "/moderation/webhook", null);
    calls.ok("DELETE", "/moderation/webhook", null);
    calls.refused(503, "POST", "/translate", "{}");
    calls.refused(503, "POST", "/translate/detect", "{}");
    calls.refused(503, "GET", "/translate/support/language", null);
    calls.refused(503, "POST", "/moderation/record/message/export", "{}");
    calls.refused(503, "GET", "/moderation/export/files?page=0&size=10", null);
    calls.refused(503, "GET", "/moderationfiles/1?type=record", null);
  }
}
