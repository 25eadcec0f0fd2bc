package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callbacks are routed by the environment that a message belongs to.
class EnvRoutingTest {

  @TempDir private Path folder;
  private RunningServer server;
  private ApiClient api;
  private Inbox dev;
  private Inbox prod;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.start(folder);
    api = server.client();
    dev = Inbox.open();
    prod = Inbox.open();
    rule("dev", dev, "\"dev\"");
    rule("prod", prod, "\"prod\",\"default\"");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    dev.close();
    prod.close();
  }

  private void rule(String name, Inbox inbox, String envs) {
    api.post(
            "/callbacks/rules",
            """
            {"name":"%s","url":"%s","events":["message","edit","recall"],"envs":[%s]}
            """
                .formatted(name, inbox.url(), envs))
        .ok();
  }

  @Test
  void a_message_goes_where_its_environment_is_routed() {
    String first = send(",\"env\":\"dev\"");
    String second = send(",\"env\":\"prod\"");

    assertThat(dev.next().body()).contains(first);
    assertThat(prod.next().body()).contains(second);
  }

  @Test
  void a_message_of_no_environment_takes_the_default_route() {
    String id = send("");

    assertThat(prod.next().body()).contains(id);
    assertThat(explained(id, "dev")).isEqualTo("envs has no \"default\"");
  }

  @Test
  void an_environment_without_a_route_gives_no_callback_and_explain_says_so() {
    String lost = send(",\"env\":\"test\"");
    String routed = send(",\"env\":\"dev\"");

    assertThat(dev.next().body()).contains(routed).doesNotContain(lost);
    assertThat(explained(lost, "dev")).isEqualTo("envs has no \"test\"");
    assertThat(explained(lost, "prod")).isEqualTo("envs has no \"test\"");
    assertThat(api.get("/callbacks/deliveries?msg_id=" + lost).data().size()).isZero();
  }

  @Test
  void edits_and_recalls_take_the_route_of_their_message() {
    String id = send(",\"env\":\"dev\"");
    api.put("/messages/rewrite/" + id, "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"No\"}}").ok();
    api.post(
            "/messages/msg_recall",
            "{\"msg_id\":\"%s\",\"to\":\"ben\",\"chat_type\":\"chat\",\"from\":\"ann\",\"force\":true}"
                .formatted(id))
        .ok();

    assertThat(dev.next().body()).contains("\"chat_type\":\"chat\"");
    assertThat(dev.next().body()).contains("\"chat_type\":\"edit\"", id);
    assertThat(dev.next().body()).contains("\"chat_type\":\"recall\"", id);
  }

  @Test
  void a_rule_without_environments_takes_all() throws IOException {
    try (Inbox all = Inbox.open()) {
      rule("all", all, "");
      String id = send(",\"env\":\"test\"");

      assertThat(all.next().body()).contains(id);
    }
  }

  @Test
  void what_is_no_environment_is_refused() {
    assertThat(sendReply(",\"env\":\"way too long\"").error())
        .isEqualTo("400 message_send_error: param env is illegal");
    assertThat(
            api.post(
                    "/callbacks/rules",
                    "{\"name\":\"x\",\"url\":\"%s\",\"envs\":[\"no!\"]}".formatted(dev.url()))
                .status())
        .isEqualTo(400);
  }

  private String send(String more) {
    return sendReply(more).data().get("ben").stringValue();
  }

  private Reply sendReply(String more) {
    return api.post(
        "/messages/users",
        "{\"from\":\"ann\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"Tea?\"}"
            + more
            + "}");
  }

  private String explained(String message, String rule) {
    Reply reply = api.get("/callbacks/explain?msg_id=" + message + "&rule=" + rule);
    return reply.at("/data/0/rules/0/reason").asString();
  }
}
