package dev.weft.e2e;

import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// What `docs/api/asyncapi.yaml` says of callbacks is what an app server gets.
class CallbackDocumentTest {

  private static final ApiDocument CALLBACKS = ApiDocument.read("asyncapi.yaml");

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;

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
      api.as("user3").post(group + "/shield", "").ok();
      api.as("user3").delete(group + "/shield").ok();
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
    return api.post(
            "/messages/chatgroups",
            """
            {"from":"user1","to":["%s"],"type":"%s","body":%s,"ext":{"table":7}}
            """
                .formatted(thread, type, body))
        .ok()
        .get("data")
        .get(thread)
        .stringValue();
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
