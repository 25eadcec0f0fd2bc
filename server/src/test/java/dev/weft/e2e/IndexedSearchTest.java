package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.storage.postgres.PostgresServer;
import dev.weft.sync.MessageSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What lies further back than a search reads is found by the index, and only as it is now.
@Tag("slow")
@Timeout(300)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class IndexedSearchTest {

  private static final int CALLERS = 16;

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
    api = server.client().users("ann", "ben", "cat");
    group = api.group("ann", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void fill(int messages) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<?>> done = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        done.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < messages / CALLERS; i++) {
                    api.post(
                            "/messages/chatgroups/import",
                            "{\"from\":\"ben\",\"target\":\"%s\",\"type\":\"txt\",\"body\":{\"msg\":\"今天的会议改到 %d 点\"}}"
                                .formatted(group, i))
                        .ok();
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private ApiClient.Reply search(String user, String keyword) {
    return api.post(
        "/users/" + user + "/messages/search/get",
        "{\"data\":{\"keyword\":\"%s\",\"searchMode\":\"exact\",\"groupIds\":[\"%s\"]}}"
            .formatted(keyword, group));
  }

  private List<String> found(String user, String keyword) {
    return search(user, keyword)
        .ok()
        .at("/data/list")
        .valueStream()
        .map(hit -> hit.get("messageId").asString())
        .toList();
  }

  @Test
  void what_was_said_long_ago_is_found() throws Exception {
    String first = api.text("ann", group, "周末去爬山");
    String second = api.text("ann", group, "爬山要带水");
    String third = api.text("ann", group, "Bring tea");
    fill(MessageSearch.MOST + 1_000);

    // The first search of a long conversation waits some seconds for the index, and no longer.
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> search("ben", "爬山").status(), status -> status == 200);
    assertThat(found("ben", "爬山")).containsExactlyInAnyOrder(first, second);
    assertThat(found("ben", "TEA")).containsExactly(third);
    assertThat(found("cat", "爬山")).as("she is no member").isEmpty();

    JsonNode tooMany = search("ben", "会议").body();
    assertThat(tooMany.get("code").intValue()).isEqualTo(4_000_006);

    api.recall(first, group, "ann");
    api.put(
            "/messages/rewrite/" + third,
            "{\"user\":\"ann\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"带咖啡\"}}")
        .ok();
    String last = api.text("ben", group, "不去爬山了");
    assertThat(found("ben", "爬山")).containsExactlyInAnyOrder(second, last);
    assertThat(found("ben", "tea")).isEmpty();
    assertThat(found("ben", "咖啡")).containsExactly(third);

    api.post("/chatgroups/" + group + "/users/cat", "{}").ok();
    assertThat(found("cat", "爬山")).as("it was said before she came").isEmpty();

    api.delete("/rest/message/roaming/group/user/ben?groupId=" + group + "&msgIdList=" + second)
        .ok();
    assertThat(found("ben", "爬山")).containsExactly(last);

    server.close();
    server = RunningServer.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
    api = server.client();
    assertThat(found("ann", "爬山")).as("after a restart").containsExactlyInAnyOrder(second, last);
  }
}
