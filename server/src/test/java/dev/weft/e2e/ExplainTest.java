package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.chat.SteppingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// "Why did I not get it?"
class ExplainTest {

  @TempDir private Path data;
  private final SteppingClock clock = new SteppingClock();
  private RunningServer server;
  private ApiClient api;
  private String group;
  private String thread;

  @BeforeEach
  void have_a_thread() {
    server = RunningServer.start(data, Map.of(), clock);
    api = server.client().users("user1", "user2");
    group = api.group("user1", "user2");
    thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void rule(String name, String more) {
    api.rule("{\"name\":\"%s\",\"delivery\":\"pull\"%s}".formatted(name, more));
  }

  private List<JsonNode> explain(String message) {
    List<JsonNode> all = new ArrayList<>();
    api.get("/callbacks/explain?msg_id=" + message).data().forEach(all::add);
    return all;
  }

  private static JsonNode of(JsonNode explanation, String rule) {
    return StreamSupport.stream(explanation.get("rules").spliterator(), false)
        .filter(one -> one.get("rule").stringValue().equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing of " + rule + " in " + explanation));
  }

  private static String reason(JsonNode explanation, String rule) {
    JsonNode one = of(explanation, rule);
    assertThat(one.get("matched").booleanValue()).as("%s", one).isFalse();
    assertThat(one.get("deliveries")).isEmpty();
    return one.get("reason").stringValue();
  }

  @Test
  void remembers_that_a_message_went_nowhere_and_why() {
    rule("all", "");
    String deleted = api.thread(group, api.text("user1", group, "another"), "u", "user1");
    api.delete("/thread/" + deleted).ok();
    for (String target : List.of("199999999999999", deleted)) {
      String message = api.text("user1", target, "hello");
      JsonNode sent = explain(message).getFirst();
      assertThat(sent.get("operation").stringValue()).isEqualTo("send");
      assertThat(sent.get("events")).isEmpty();
      assertThat(sent.get("rules")).isEmpty();
      assertThat(sent.at("/notes/0").stringValue())
          .contains("went nowhere")
          .contains(target)
          .contains("chat.strictTargets");
    }
    clock.step(Duration.ofHours(2));
    assertThat(api.get("/callbacks/explain?msg_id=4711").status()).isEqualTo(404);
  }

  @Test
  void names_what_said_no_for_every_rule_that_did() {
    rule("all", "");
    rule("others", ",\"events\":[\"group\"]");
    rule("from", ",\"from\":[\"user2\"]");
    rule("to", ",\"to\":[\"user2\"]");
    rule("elsewhere", ",\"group_ids\":[\"1\"]");
    rule("images", ",\"message_types\":[\"img\"]");
    rule("keys", ",\"ext_keys\":[\"order\"]");
    rule("sdk", ",\"source\":\"sdk\"");
    rule("off", ",\"enabled\":false");
    String message = api.text("user1", thread, "hello");

    JsonNode sent = explain(message).getFirst();

    assertThat(sent.get("operation").stringValue()).isEqualTo("send");
    assertThat(sent.get("events").toString()).isEqualTo("[\"message\",\"thread\"]");
    assertThat(sent.get("notes")).isEmpty();
    JsonNode matched = of(sent, "all");
    assertThat(sent.get("rules").get(0)).isEqualTo(matched);
    assertThat(matched.get("matched").booleanValue()).isTrue();
    assertThat(matched.get("events").toString()).isEqualTo("[\"thread\"]");
    assertThat(matched.get("health").stringValue()).isEqualTo("delivering");
    assertThat(matched.get("deliveries")).hasSize(1);
    assertThat(matched.at("/deliveries/0/state").stringValue()).isEqualTo("offered");
    assertThat(reason(sent, "others")).isEqualTo("events has no \"message\"");
    assertThat(reason(sent, "from")).isEqualTo("from does not name user1");
    assertThat(reason(sent, "to")).isEqualTo("to does not name the receiver");
    assertThat(reason(sent, "elsewhere")).contains("group_ids names neither");
    assertThat(reason(sent, "images")).isEqualTo("message_types has no txt");
    assertThat(reason(sent, "keys")).contains("none of ext_keys");
    assertThat(reason(sent, "sdk")).startsWith("source is not");
    assertThat(reason(sent, "off")).isEqualTo("the rule is disabled");
    assertThat(of(sent, "off").get("health").stringValue()).isEqualTo("disabled");
  }

  @Test
  void judges_by_the_rules_as_they_were_not_as_they_are() {
    rule("changed", ",\"from\":[\"user2\"]");
    rule("deleted", "");
    String message = api.text("user1", thread, "hello");
    clock.step(Duration.ofSeconds(1));
    api.put("/callbacks/rules/changed", "{\"from\":[\"user1\"]}").ok();
    api.delete("/callbacks/rules/deleted").ok();
    rule("late", "");
    clock.step(Duration.ofSeconds(1));

    JsonNode sent = explain(message).getFirst();

    assertThat(reason(sent, "changed")).isEqualTo("from does not name user1");
    assertThat(of(sent, "deleted").get("matched").booleanValue()).isTrue();
    assertThat(of(sent, "deleted").get("health").stringValue()).isEqualTo("deleted");
    assertThat(reason(sent, "late")).startsWith("the rule was made later, at 2");
    JsonNode again = explain(api.text("user1", thread, "again")).getFirst();
    assertThat(of(again, "changed").get("matched").booleanValue()).isTrue();
    assertThat(again.get("rules"))
        .noneMatch(one -> one.get("rule").stringValue().equals("deleted"));
  }

  @Test
  void tells_each_operation_apart_and_says_what_is_not_known_any_more() {
    rule("keys", ",\"ext_keys\":[\"order\"]");
    rule("all", "");
    String message =
        api.send(
            """
            {"from":"user1","to":["%s"],"type":"txt","body":{"msg":"x"},"ext":{"order":1}}
            """
                .formatted(thread),
            thread);
    clock.step(Duration.ofSeconds(1));
    api.put(
            "/messages/rewrite/" + message,
            """
            {"user":"user1","new_msg":{"type":"txt","msg":"y"},"new_ext":{"dish":2},
             "is_combine_ext":false}
            """)
        .ok();

    List<JsonNode> modified = explain(message);
    clock.step(Duration.ofSeconds(1));
    api.recall(message, thread, "user1");
    List<JsonNode> recalled = explain(message);

    assertThat(modified)
        .extracting(one -> one.get("operation").stringValue())
        .containsExactly("send", "modify");
    assertThat(modified.get(0).get("notes").toString()).contains("after it was modified");
    assertThat(of(modified.get(0), "keys").get("matched").booleanValue()).isTrue();
    assertThat(of(modified.get(0), "keys").get("reason").stringValue())
        .startsWith("it matched then; by what is known now:");
    assertThat(reason(modified.get(1), "keys")).contains("none of ext_keys");
    assertThat(recalled)
        .extracting(one -> one.get("operation").stringValue())
        .containsExactly("send", "modify", "recall");
    assertThat(recalled.get(2).get("events").toString()).isEqualTo("[\"recall\",\"thread\"]");
    assertThat(recalled.get(2).get("notes").toString()).contains("its ext is gone");
    assertThat(of(recalled.get(2), "all").get("deliveries")).hasSize(1);
  }

  @Test
  void goes_with_the_deliveries_of_a_message_and_with_a_single_one() {
    rule("all", "");
    rule("none", ",\"from\":[\"user2\"]");
    String message = api.text("user1", thread, "hello");

    JsonNode byMessage = api.get("/callbacks/deliveries?msg_id=" + message).ok();
    String call = byMessage.at("/data/0/call_id").stringValue().replace("#", "%23");
    JsonNode byCall = api.get("/callbacks/deliveries/" + call).ok();

    assertThat(byMessage.get("explanations")).hasSize(1);
    assertThat(byCall.get("explanations")).isEqualTo(byMessage.get("explanations"));
    assertThat(reason(byCall.get("explanations").get(0), "none")).contains("from");
    assertThat(api.get("/callbacks/deliveries").ok().has("explanations")).isFalse();
  }

  @Test
  void narrows_to_a_rule_and_an_operation() {
    rule("one", "");
    rule("two", "");
    String message = api.text("user1", thread, "hello");
    api.recall(message, thread, "user1");

    JsonNode found =
        api.get("/callbacks/explain?rule=two&operation=recall&msg_id=" + message).data();

    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("rules")).hasSize(1);
    assertThat(api.get("/callbacks/explain").error()).contains("400", "msg_id is required");
    assertThat(api.get("/callbacks/explain?msg_id=1").error()).contains("404");
    assertThat(api.get("/callbacks/explain?msg_id=x").error()).contains("404");
  }
}
