package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.msync.CommSyncDL;
import dev.weft.msync.ErrorCode;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Keyword lists judge what clients send.
@Timeout(120)
class KeywordSendTest {

  @TempDir private Path data;

  private static void list(ApiClient api, String name, String scope, String action, String word) {
    var _ =
        api.post(
                "/moderation/text/list",
                """
                {"name":"%s","scope":"%s","disposition":"%s","fullMatch":false,"userId":"ann",
                 "textContexts":["%s"]}
                """
                    .formatted(name, scope, action, word))
            .ok();
  }

  private static CommSyncDL answer(MSyncClient client, long id, String group, String text) {
    client.text(id, group, text);
    return client.nextSync();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void a_refused_word_keeps_a_text_back_and_others_are_masked(String database) throws IOException {
    try (Inbox inbox = Inbox.open();
        ClientFixture fixture =
            ClientFixture.start(data, PostgresServer.settings(database, data), Clock.systemUTC())) {
      fixture.register("anna", "ben");
      String group = fixture.makeGroup("anna", "ben");
      fixture.api.rule(
          "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"message\",\"keyword_alert\"]}"
              .formatted(inbox.url()));
      list(fixture.api, "bad", "GROUP", "REJECT", "spam");
      list(fixture.api, "mild", "ALL", "EXCHANGE", "darn");
      list(fixture.api, "chats", "CHAT", "REJECT", "tea");
      try (MSyncClient anna = MSyncClient.connect(fixture.webSocket)) {
        anna.logIn("anna", "r", fixture.tokenOf("anna"));

        CommSyncDL refused = answer(anna, 1, group, "no SPAM, darn");

        assertThat(refused.getStatus().getErrorCode()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(refused.getStatus().getReason())
            .as("what the SDKs make 501 of")
            .isEqualTo("sensitive words");
        JsonNode alert = inbox.next().json();
        Shapes.assertSameShape(alert, Shapes.vector("keyword_alert_callback.json"));
        ApiDocument.read("asyncapi.yaml").assertIs("KeywordCallback", alert);
        assertThat(alert.path("status").asString()).isEqualTo("refuse");
        assertThat(alert.path("chatType").asString()).isEqualTo("chat:group:text");
        assertThat(alert.path("sensitiveWords").toString()).isEqualTo("[\"SPAM\",\"darn\"]");
        assertThat(alert.path("contentReceiver").asString())
            .isEqualTo(RunningServer.APP + "_" + group + "@conference.easemob.com");

        assertThat(answer(anna, 2, group, "darn tea").getStatus().getErrorCode()).isZero();

        assertThat(inbox.next().json().path("status").asString()).isEqualTo("replace");
        assertThat(inbox.next().json().at("/payload/bodies/0/msg").asString())
            .as("the list of single chats is not for groups")
            .isEqualTo("*** tea");

        assertThat(fixture.api.text("anna", group, "spam")).as("the app's own server").isNotEmpty();
        assertThat(inbox.next().json().at("/payload/bodies/0/msg").asString()).isEqualTo("spam");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void a_new_list_holds_within_seconds_for_who_has_sent_before(String database) throws IOException {
    try (ClientFixture fixture =
        ClientFixture.start(data, PostgresServer.settings(database, data), Clock.systemUTC())) {
      fixture.register("anna", "ben");
      String group = fixture.makeGroup("anna", "ben");
      try (MSyncClient anna = MSyncClient.connect(fixture.webSocket)) {
        anna.logIn("anna", "r", fixture.tokenOf("anna"));
        assertThat(answer(anna, 1, group, "spam").getStatus().getErrorCode()).isZero();

        list(fixture.api, "bad", "ALL", "REJECT", "spam");

        long[] id = {1};
        await()
            .until(
                () ->
                    answer(anna, ++id[0], group, "spam").getStatus().getErrorCode()
                        == ErrorCode.PERMISSION_DENIED);
      }
    }
  }
}
