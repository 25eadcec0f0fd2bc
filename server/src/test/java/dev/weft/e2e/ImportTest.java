package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// History that is moved in from elsewhere.
class ImportTest {

  private static final String SENT_BEFORE_THE_GROUP = "1600000000000";

  @TempDir private Path data;
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private String group;

  @BeforeEach
  void have_a_group() throws IOException {
    inbox = Inbox.open();
    server = RunningServer.start(data);
    api = server.client();
    api.users("user1", "user2");
    group = api.group("user1", "user2");
    api.rule(
        "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"message\",\"thread\"]}"
            .formatted(inbox.url()));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    inbox.close();
  }

  private Reply toUser(String more) {
    return api.post(
        "/messages/users/import",
        "{\"from\":\"user1\",\"target\":\"user2\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}%s}"
            .formatted(more));
  }

  private Reply toGroup(String more) {
    return api.post(
        "/messages/chatgroups/import",
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}%s}"
            .formatted(group, more));
  }

  @Test
  void gives_an_id_and_no_callback() {
    assertThat(
            toUser(",\"msg_timestamp\":" + SENT_BEFORE_THE_GROUP)
                .data()
                .get("msg_id")
                .stringValue())
        .matches("[0-9]{19}");
    assertThat(toGroup("").data().get("msg_id").stringValue()).matches("[0-9]{19}");

    String live = api.text("user1", group, "new");

    assertThat(inbox.next().json().at("/msg_id").stringValue())
        .as("the first callback is that of the message that was sent")
        .isEqualTo(live);
  }

  @Test
  void needs_times_in_a_group_that_grow_from_when_it_was_made() {
    long later = 4_000_000_000_000L;
    assertThat(toGroup(",\"msg_timestamp\":" + SENT_BEFORE_THE_GROUP).error())
        .matches("400 illegal_argument: msg_timestamp must not be before [0-9]{13} in this group");

    assertThat(toGroup(",\"msg_timestamp\":" + later).status()).isEqualTo(200);
    assertThat(toGroup(",\"msg_timestamp\":" + later).status()).isEqualTo(200);

    assertThat(toGroup(",\"msg_timestamp\":" + (later - 1)).error())
        .isEqualTo(
            "400 illegal_argument: msg_timestamp must not be before " + later + " in this group");
  }

  @Test
  void says_what_a_message_must_have() {
    assertThat(importing("\"target\":\"user2\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: from not allow empty");
    assertThat(importing("\"from\":\"user1\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: target not allow empty");
    assertThat(importing("\"from\":\"user1\",\"target\":\"user2\",\"body\":{\"msg\":\"old\"}"))
        .isEqualTo("400 illegal_argument: type not allow empty");
    assertThat(importing("\"from\":\"user1\",\"target\":\"user2\",\"type\":\"txt\",\"body\":{}"))
        .isEqualTo("400 illegal_argument: message body not allow empty");
    assertThat(toUser(",\"msg_timestamp\":999").error())
        .isEqualTo("400 illegal_argument: msg_timestamp must not be less than 1000");
    api.post(
            "/messages/chatgroups/import",
            "{\"from\":\"user1\",\"target\":\"1\",\"type\":\"txt\",\"body\":{\"msg\":\"old\"}}")
        .isError(404, "resource_not_found", "grpID 1 does not exist!");
  }

  private String importing(String fields) {
    return api.post("/messages/users/import", "{" + fields + "}").error();
  }
}
