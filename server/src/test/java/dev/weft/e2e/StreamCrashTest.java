package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.storage.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The server is killed in the middle of a stream message, again and again: no chunk that was
/// answered is lost, and none is there twice. On both databases.
@Timeout(300)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class StreamCrashTest {

  private static final int KILLS = Integer.getInteger("weft.crash.streamKills", 3);

  @Parameter private String database;
  @TempDir private Path folder;

  private ServerProcess launch(String url) throws Exception {
    return url.isEmpty()
        ? ServerProcess.launch(folder.resolve("data"))
        : ServerProcess.launch(folder.resolve("data"), "--database", url);
  }

  @Test
  void every_answered_chunk_is_in_the_whole_text_once() throws Exception {
    String url = PostgresServer.settings(database, folder).getOrDefault("store.database", "");
    ServerProcess server = launch(url);
    List<String> texts = new ArrayList<>();
    try {
      ApiClient api = ApiClient.of(server.url()).users("ann", "bot");
      String id = send(api, "\"msg\":\"0,\",\"seq\":0").data().get("msgId").stringValue();
      texts.add("0,");
      for (int kill = 0; kill <= KILLS; kill++) {
        for (int i = 0; i < 10; i++) {
          String text = texts.size() + ",";
          send(api, chunk(id, texts.size(), text, false)).ok();
          texts.add(text);
        }
        // At once after an answer.
        server.kill();
        server = launch(url);
        api = ApiClient.of(server.url());
        ApiClient.Reply again = send(api, chunk(id, texts.size() - 1, texts.getLast(), false));
        assertThat(again.body().path("error_code").asInt()).as("%s", again.body()).isEqualTo(14038);
      }
      send(api, chunk(id, texts.size(), "end", true)).ok();

      assertThat(
              api.as("ann")
                  .post(
                      "/users/ann/messageroaming",
                      "{\"queue\":\"bot@easemob.com\",\"start\":-1,\"end\":-1,\"pull_number\":1}")
                  .data()
                  .at("/msgs/0/msg")
                  .binaryValue())
          .asString(StandardCharsets.UTF_8)
          .contains(String.join("", texts) + "end");
    } finally {
      server.close();
    }
  }

  private static String chunk(String id, int seq, String text, boolean finish) {
    return "\"msgId\":\"%s\",\"seq\":%d,\"msg\":\"%s\",\"finish\":%s"
        .formatted(id, seq, text, finish);
  }

  private static ApiClient.Reply send(ApiClient api, String body) {
    return api.post(
        "/stream_message/user", "{\"from\":\"bot\",\"to\":\"ann\",\"body\":{%s}}".formatted(body));
  }
}
