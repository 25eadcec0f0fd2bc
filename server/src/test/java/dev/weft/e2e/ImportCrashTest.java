package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.PersistentCallers.Call;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Moving messages in goes on over kills: every call is repeated with its key until it is answered,
/// and each text is one message in the end.
class ImportCrashTest {

  private static final int KILLS = 3;
  private static final int TEXTS_PER_LIFE = 60;
  private static final int CALLERS = 4;

  @TempDir private Path folder;

  @Test
  void a_message_is_moved_in_once() throws Exception {
    ServerProcess server = ServerProcess.start(folder.resolve("data"));
    try (PersistentCallers callers = new PersistentCallers()) {
      callers.ask(ApiClient.of(server.url()));
      String group = callers.anyNode().users("user1").group("user1");
      callers.start(CALLERS, new Random(), text -> move(text, group));
      for (int life = 0; life < KILLS; life++) {
        int before = callers.answered();
        await().until(() -> callers.answered() >= before + TEXTS_PER_LIFE);
        server.kill();
        server = ServerProcess.start(folder.resolve("data"));
        callers.ask(ApiClient.of(server.url()));
      }
      Map<String, String> answered = callers.finish();

      assertThat(kept(callers.anyNode(), group)).isEqualTo(answered);
    } finally {
      server.close();
    }
  }

  private static Call move(String text, String group) {
    return new Call(
        "/messages/chatgroups/import",
        "{\"from\":\"user1\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
            .formatted(group, text),
        "/data/msg_id");
  }

  /// The id of each message of the conversation by its text; a text that is there twice fails.
  private static Map<String, String> kept(ApiClient api, String group) {
    Map<String, String> kept = new HashMap<>();
    String after = "0";
    JsonNode page;
    do {
      page =
          api.get("/conversations/" + group + "/messages?limit=100&after=" + after)
              .ok()
              .get("data");
      for (JsonNode message : page) {
        String text = message.at("/payload/bodies/0/msg").asString();
        assertThat(kept.put(text, message.at("/msg_id").asString())).as(text).isNull();
        after = message.at("/position").asString();
      }
    } while (!page.isEmpty());
    return kept;
  }
}
