package dev.weft.e2e;

import static dev.weft.e2e.Shapes.assertSameShape;
import static dev.weft.e2e.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The message endpoints against the contract (REST contract, section 5).
class MessageApiTest {

  private static final String NOT_AUTHORIZED = "You are not authorized to edit this message.";

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void have_a_group() {
    start(Map.of());
    api.users("user1", "user2");
    group = api.group("user1", "user2");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void start(Map<String, String> overrides) {
    server = RunningServer.start(data, overrides, Clock.systemUTC());
    api = server.client();
  }

  private static JsonNode answer(String file) {
    return vector(file).get("response").get("body");
  }

  @Test
  void a_message_to_users_has_an_id_for_each() {
    JsonNode sent =
        api.post(
                "/messages/users",
                """
                {"from":"user1","to":["user2"],"type":"txt","body":{"msg":"x"},"sync_device":false}
                """)
            .ok();

    assertSameShape(sent, answer("rest_message_send_single.json"));
    assertThat(sent.get("data").get("user2").stringValue()).matches("[0-9]{18,19}");
  }

  @Test
  void a_target_that_does_not_exist_gets_an_id_and_nothing_else() {
    JsonNode sent =
        api.post(
                "/messages/chatgroups",
                """
                {"to":["123"],"type":"txt","body":{"msg":"x"}}
                """)
            .data();

    String id = sent.get("123").stringValue();
    assertThat(id).matches("[0-9]{18,19}");
    api.put("/messages/rewrite/" + id, "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"y\"}}")
        .isError(404, "message_rewrite_error", "The message is unavailable or has expired.");
  }

  @Test
  void the_older_form_answers_ids_only_when_asked() {
    String body =
        """
        {"from":"user1","target_type":"chatgroups","target":["%s"],
         "msg":{"type":"txt","msg":"x"}}
        """
            .formatted(group);

    assertThat(api.post("/messages", body).data().get(group).stringValue()).isEqualTo("success");
    assertThat(api.post("/messages?useMsgId=true", body).data().get(group).stringValue())
        .matches("[0-9]{18,19}");
  }

  @Test
  void a_message_can_be_recalled_once_and_only_where_it_was_sent() {
    String id = api.text("user1", group, "x");

    recall(id, "1").isError(400, "message_recall_error", "can’t find msg to");
    for (String type : new String[] {"users", "Groupchat"}) {
      api.post(
              "/messages/msg_recall",
              "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"%s\",\"force\":true}"
                  .formatted(id, group, type))
          .isError(400, "message_recall_error", "param chat_type is illegal");
    }
    recall(id, group).ok();
    recall(id, group).isError(403, "message_recall_error", "not_found msg");
    recall("nonsense", group).isError(403, "message_recall_error", "not_found msg");
  }

  private ApiClient.Reply recall(String id, String to) {
    return api.post(
        "/messages/msg_recall",
        "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"groupchat\"}".formatted(id, to));
  }

  @Test
  void after_the_window_only_force_recalls() throws IOException {
    String id = api.text("user1", group, "x");
    server.close();
    start(Map.of("chat.recallWindowSeconds", "0"));

    recall(id, group).isError(403, "message_recall_error", "exceed recall time limit");
    assertThat(api.recall(id, group, "user1").get("recalled").stringValue()).isEqualTo("yes");
  }

  @Test
  void one_refused_recall_of_a_batch_leaves_the_others_alone() {
    String id = api.text("user1", group, "x");
    JsonNode data =
        api.post(
                "/messages/recall",
                """
                {"msgs":[{"msg_id":"1","to":"%1$s","chat_type":"groupchat","from":"user1"},
                         {"msg_id":"%2$s","to":"%1$s","chat_type":"groupchat","from":"user1"}]}
                """
                    .formatted(group, id))
            .data();

    assertThat(data.get(0).get("recalled").stringValue()).isEqualTo("no");
    assertThat(data.get(0).get("reason").stringValue()).isEqualTo("not_found msg");
    assertThat(data.get(1).get("recalled").stringValue()).isEqualTo("yes");
  }

  @Test
  void ten_edits_are_taken_and_an_eleventh_is_not() {
    String id = api.text("user1", group, "x");
    for (int i = 0; i < 10; i++) {
      assertSameShape(rewrite(id, "user1").ok(), answer("rest_message_rewrite.json"));
    }

    rewrite(id, "user1")
        .isError(
            403,
            "message_rewrite_error",
            "The message has reached its edit limit and cannot be modified further.");
  }

  @Test
  void a_member_edits_own_messages_and_the_groups_owner_all() {
    String id = api.text("user1", group, "x");
    String others = api.text("user2", group, "y");

    rewrite(id, "user2").isError(401, "message_rewrite_error", NOT_AUTHORIZED);
    rewrite(others, "user1").ok();
    rewrite(others, "user2").ok();
  }

  private ApiClient.Reply rewrite(String id, String user) {
    return api.put(
        "/messages/rewrite/" + id,
        "{\"user\":\"%s\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"z\"}}".formatted(user));
  }

  @Test
  void only_the_extension_of_an_image_can_be_modified_and_a_command_not_at_all() {
    String image =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"img","body":{"url":"http://h/1","filename":"a"}}
            """
                .formatted(group),
            group);
    String command =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"cmd","body":{"action":"run"}}
            """
                .formatted(group),
            group);

    api.put(
            "/messages/rewrite/" + image,
            "{\"new_msg\":{\"type\":\"image\",\"url\":\"x\"},\"new_ext\":{\"k\":1}}")
        .ok();
    api.put("/messages/rewrite/" + command, "{\"new_msg\":{\"type\":\"cmd\",\"action\":\"x\"}}")
        .isError(
            400,
            "message_rewrite_error",
            "The message is of a type that is currently not supported for modification.");
    api.put("/messages/rewrite/" + image, "{}")
        .isError(400, "illegal_argument", "new_msg is required");
    assertThat(api.put("/messages/rewrite/abc", "{}").body().get("error_description").stringValue())
        .isEqualTo("The provided message ID is not a valid number.");
  }

  @Test
  void the_vendors_rates_hold_when_they_are_on() throws IOException {
    server.close();
    // A clock that stands: every call falls into the same second.
    Clock health = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
    server = RunningServer.start(data, Map.of("server.vendorRates", "true"), health);
    api = server.client();
    String one = "{\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}".formatted(group);
    String three = one.replace("[", "[\"1\",\"2\",");
    for (int i = 0; i < 6; i++) {
      api.post("/messages/chatgroups", three).ok();
    }

    api.post("/messages/chatgroups", three)
        .isError(403, "message_send_error", "message send reach limit");
    for (int i = 7; i < 20; i++) {
      assertThat(api.post("/messages/chatgroups", one).status()).isIn(200, 403);
    }
    api.post("/messages/chatgroups", one)
        .isError(429, "reach_limit", "This request has reached api limit.");
  }
}
