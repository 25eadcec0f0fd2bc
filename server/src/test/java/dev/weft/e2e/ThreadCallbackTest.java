package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The main job: a message in a thread becomes a Thread callback, field by field.
class ThreadCallbackTest {

  private static final String APP_KEY = RunningServer.APP.toString();

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private JsonNode rule;
  private String group;
  private String parent;
  private String thread;

  @BeforeEach
  void have_a_thread_and_a_rule() throws IOException {
    server = RunningServer.start(data);
    inbox = Inbox.open();
    api = server.client().users("user1", "user2");
    group = api.group("user1", "user2");
    parent = api.text("user1", group, "let us plan the release");
    thread = api.thread(group, parent, "release plan", "user1");
    rule = api.rule("{\"name\":\"threads\",\"url\":\"%s\"}".formatted(inbox.url()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  @Test
  void a_sent_message_tells_the_thread_as_it_is_now() {
    api.text("user1", thread, "first");
    String second = api.text("user1", thread, "second");

    Received received = inbox.next(2).get(1);
    JsonNode callback = received.json();

    assertSameShape(callback, vector("thread_callback_send.json"));
    assertThat(received.contentType()).startsWith("application/json");
    JsonNode payload = callback.get("payload").get("data");
    assertText(callback, "chat_type", "notify");
    assertText(callback, "eventType", "chat");
    assertText(callback, "host", "im-node-0");
    assertText(callback, "appkey", APP_KEY);
    assertText(callback, "from", "admin");
    assertText(callback, "to", group);
    assertText(callback, "callId", APP_KEY + "_" + callback.get("msg_id").stringValue());
    assertText(callback.get("payload"), "type", "thread");
    assertText(payload, "operation", "update_msg");
    assertText(payload, "id", thread);
    assertText(payload, "name", "release plan");
    assertText(payload, "from", "user1");
    assertText(payload, "muc_parent_id", group);
    assertText(payload, "msg_parent_id", parent);
    assertThat(payload.get("message_count").intValue()).isEqualTo(2);
    assertThat(callback.get("timestamp").longValue())
        .isGreaterThanOrEqualTo(payload.get("timestamp").longValue());
    JsonNode last = payload.get("last_message");
    assertText(last, "id", second);
    assertText(last, "from", APP_KEY + "_user1");
    assertText(last, "to", APP_KEY + "_" + thread);
    assertThat(last.get("timestamp").longValue()).isEqualTo(payload.get("timestamp").longValue());
    JsonNode message = last.get("payload");
    assertText(message, "type", "groupchat");
    assertText(message, "from", "user1");
    assertText(message, "to", thread);
    assertThat(message.get("ext").toString()).isEqualTo("{}");
    assertThat(message.get("bodies").toString())
        .isEqualTo("[{\"msg\":\"second\",\"type\":\"txt\"}]");
    JsonNode meta = message.get("meta").get("thread");
    assertText(meta, "msg_parent_id", parent);
    assertText(meta, "thread_name", "release plan");
    assertText(meta, "muc_parent_id", group);
    assertThat(callback.get("msg_id").stringValue()).isNotEqualTo(second).matches("[0-9]{18,19}");
    assertThat(received.header("weft-operation")).isEqualTo("send");
    assertThat(received.header("weft-sequence")).isEqualTo("2");
    assertThat(received.header("weft-attempt")).isEqualTo("1");
    assertSigned(received, rule);
  }

  @Test
  void a_recalled_message_gives_its_place_to_the_one_before() {
    String first = api.text("user1", thread, "first");
    String second = api.text("user1", thread, "second");
    JsonNode answer = api.recall(second, thread, "user2");

    Received received = inbox.next(3).get(2);
    JsonNode callback = received.json();
    JsonNode payload = callback.get("payload").get("data");

    assertThat(answer.toString())
        .isEqualTo(
            """
            {"recalled":"yes","chattype":"groupchat","from":"user2","to":"%s","msg_id":"%s"}\
            """
                .formatted(thread, second));
    assertSameShape(callback, vector("thread_callback_recall_newest.json"));
    assertText(payload, "from", "user2");
    assertThat(payload.get("message_count").intValue()).isEqualTo(1);
    assertText(payload.get("last_message"), "id", first);
    assertThat(payload.get("timestamp").longValue())
        .isGreaterThan(payload.get("last_message").get("timestamp").longValue() - 1);
    assertThat(received.header("weft-operation")).isEqualTo("recall");
    assertThat(received.header("weft-sequence")).isEqualTo("3");
    assertSigned(received, rule);
  }

  @Test
  void recalling_the_last_one_leaves_an_empty_last_message() {
    String only = api.text("user1", thread, "only");
    api.recall(only, thread, "user1");

    JsonNode callback = inbox.next(2).get(1).json();
    JsonNode payload = callback.get("payload").get("data");

    assertSameShape(callback, vector("thread_callback_recall_last_remaining.json"));
    assertThat(payload.get("last_message").toString()).isEqualTo("{}");
    assertThat(payload.get("message_count").intValue()).isZero();
  }

  @Test
  void recalling_an_older_one_without_from_is_done_by_admin_and_keeps_the_newest() {
    String first = api.text("user1", thread, "first");
    String second = api.text("user1", thread, "second");
    api.post(
            "/messages/msg_recall",
            """
            {"msg_id":"%s","to":"%s","chat_type":"groupchat"}
            """
                .formatted(first, thread))
        .ok();

    JsonNode callback = inbox.next(3).get(2).json();
    JsonNode payload = callback.get("payload").get("data");

    assertSameShape(callback, vector("thread_callback_recall_by_app_admin.json"));
    assertText(payload, "from", "admin");
    assertText(payload.get("last_message"), "id", second);
    assertThat(payload.get("message_count").intValue()).isEqualTo(1);
  }

  @Test
  void recalls_from_the_middle_outwards_find_the_newest_that_is_left() {
    String first = api.text("user1", thread, "first");
    String second = api.text("user1", thread, "second");
    String third = api.text("user1", thread, "third");
    api.recall(second, thread, "user1");
    api.recall(third, thread, "user1");

    JsonNode payload = inbox.next(5).get(4).json().get("payload").get("data");

    assertText(payload.get("last_message"), "id", first);
    assertThat(payload.get("message_count").intValue()).isEqualTo(1);
  }

  @Test
  void a_modified_message_keeps_its_id_and_takes_the_time_of_the_edit() {
    api.text("user1", thread, "first");
    String second =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"txt","body":{"msg":"second"},"ext":{"a":1}}
            """
                .formatted(thread),
            thread);
    assertThat(
            api.put(
                    "/messages/rewrite/" + second,
                    """
                    {"user":"user1","new_msg":{"type":"txt","msg":"second, edited"},
                     "new_ext":{"k":"v"}}
                    """)
                .data()
                .stringValue())
        .isEqualTo("success");

    Received received = inbox.next(3).get(2);
    JsonNode callback = received.json();
    JsonNode payload = callback.get("payload").get("data");
    JsonNode last = payload.get("last_message");

    assertThat(last.get("payload").get("ext").toString()).isEqualTo("{\"a\":1,\"k\":\"v\"}");
    assertThat(last.get("payload").get("bodies").toString())
        .isEqualTo("[{\"msg\":\"second, edited\",\"type\":\"txt\"}]");
    assertText(last, "id", second);
    assertText(payload, "from", "user1");
    assertThat(payload.get("message_count").intValue()).isEqualTo(2);
    assertThat(last.get("timestamp").longValue()).isEqualTo(payload.get("timestamp").longValue());
    assertThat(received.header("weft-operation")).isEqualTo("modify");
    assertSigned(received, rule);
  }

  @Test
  void a_custom_message_shows_its_extensions_in_both_generations() {
    api.send(
        """
        {"from":"user2","to":["%s"],"type":"custom","ext":{"key":"value"},
         "body":{"customEvent":"gift_1","customExts":{"name":"flower","size":"16"}}}
        """
            .formatted(thread),
        thread);

    JsonNode callback = inbox.next().json();

    assertSameShape(callback, vector("thread_callback_send_custom.json"));
    assertThat(message(callback).get("bodies"))
        .isEqualTo(message(vector("thread_callback_send_custom.json")).get("bodies"));
  }

  @Test
  void a_batch_recall_gives_one_callback_each() {
    String first = api.text("user1", thread, "first");
    String second = api.text("user1", thread, "second");
    JsonNode answer =
        api.post(
                "/messages/batch_recall",
                """
                {"msgs":[{"msg_id":"%s","to":"%s","from":"user1","chat_type":"groupchat"},
                         {"msg_id":"%s","to":"%s","from":"user1","chat_type":"groupchat"}]}
                """
                    .formatted(first, thread, second, thread))
            .ok();

    List<Received> received = inbox.next(4);

    assertSameShape(answer, vector("rest_message_recall_batch.json").get("response").get("body"));
    assertThat(counts(received)).containsExactly(1, 2, 1, 0);
    assertThat(received)
        .extracting(one -> one.header("weft-sequence"))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void a_rule_without_security_fields_sends_what_the_source_documents_show() {
    api.put("/callbacks/rules/threads", "{\"security_fields\":false}").ok();
    api.text("user1", thread, "first");

    JsonNode callback = inbox.next().json();

    assertSameShape(callback, vector("thread_callback_seed_easemob.json"));
    assertSameShape(callback, vector("thread_callback_seed_agora_cn.json"));
  }

  @Test
  void a_rule_can_have_meta_where_the_tables_put_it_too() {
    api.put("/callbacks/rules/threads", "{\"copy_meta\":true}").ok();
    api.text("user1", thread, "first");

    JsonNode last = inbox.next().json().get("payload").get("data").get("last_message");

    assertThat(last.get("meta")).isEqualTo(last.get("payload").get("meta"));
  }

  private static List<Integer> counts(List<Received> received) {
    return received.stream()
        .map(one -> one.json().get("payload").get("data").get("message_count").intValue())
        .toList();
  }

  private static JsonNode message(JsonNode callback) {
    return callback.get("payload").get("data").get("last_message").get("payload");
  }

  private static void assertText(JsonNode node, String key, String expected) {
    assertThat(node.get(key).isString()).as("%s is a string", key).isTrue();
    assertThat(node.get(key).stringValue()).as(key).isEqualTo(expected);
  }

  /// Both signatures, computed here once more and from the documents alone.
  private static void assertSigned(Received received, JsonNode rule) {
    JsonNode callback = received.json();
    String callId = callback.get("callId").stringValue();
    assertThat(callback.get("security").stringValue())
        .isEqualTo(
            Signatures.md5(
                callId + rule.get("secret").stringValue() + callback.get("timestamp").longValue()));
    assertText(callback, "securityVersion", "1.0.0");
    assertThat(received.header("webhook-id")).isEqualTo(callId);
    String timestamp = Objects.requireNonNull(received.header("webhook-timestamp"));
    assertThat(received.header("webhook-signature"))
        .isEqualTo(
            "v1,"
                + Signatures.hmac(
                    rule.get("signing_secret").stringValue(),
                    callId + "." + timestamp + ".",
                    received.body()));
  }

  /// The two formulas of the contract, written down a second time.
  private static final class Signatures {

    static String md5(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    static String hmac(String secret, String prefix, String body) {
      try {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        byte[] key = java.util.Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
        mac.update((prefix + body).getBytes(StandardCharsets.UTF_8));
        return java.util.Base64.getEncoder().encodeToString(mac.doFinal());
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
