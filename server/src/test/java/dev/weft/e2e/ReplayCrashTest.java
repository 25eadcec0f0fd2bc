package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills the server in the middle of a replay and starts it again on what it left.
@Tag("slow")
class ReplayCrashTest {

  private static final int THREADS = 4;
  private static final int MESSAGES = 25;
  private static final int KILLS = 2;

  @TempDir private Path data;

  @Test
  void each_callback_is_queued_once_and_in_order_after_kill_9() throws Exception {
    List<Received> replayed = new ArrayList<>();
    try (Inbox inbox = Inbox.open()) {
      prepare(inbox);
      long job = 0;
      for (int life = 0; life < KILLS; life++) {
        try (ServerProcess server = ServerProcess.start(data)) {
          job = job == 0 ? start(ApiClient.of(server.url())) : job;
          replayed.addAll(inbox.next(30));
          server.kill();
        }
      }
      try (ServerProcess server = ServerProcess.start(data)) {
        ApiClient api = ApiClient.of(server.url());
        String path = "/callbacks/replay/" + job;
        await().until(() -> api.get(path).data().get("state").stringValue().equals("done"));
        while (!inbox.isEmpty()) {
          replayed.add(inbox.next());
        }
        assertThat(api.get(path).data().get("queued").intValue()).isEqualTo(THREADS * MESSAGES);
        assertQueuedOnce(api);
      }
    }
    assertInOrder(replayed);
    // One attempt per lane may have been in flight at each kill.
    assertThat(replayed.size()).isBetween(THREADS * MESSAGES, THREADS * (MESSAGES + KILLS));
  }

  private void prepare(Inbox inbox) throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(data)) {
      ApiClient api = ApiClient.of(server.url()).users("user1");
      String group = api.group("user1");
      api.rule("{\"name\":\"all\",\"url\":\"%s\"}".formatted(inbox.url()));
      for (int i = 0; i < THREADS; i++) {
        String thread = api.thread(group, api.text("user1", group, "parent"), "t" + i, "user1");
        for (int message = 0; message < MESSAGES; message++) {
          api.text("user1", thread, "m" + message);
        }
      }
      inbox.next(THREADS * MESSAGES);
      assertThat(server.terminate()).isIn(0, 143);
    }
  }

  private static long start(ApiClient api) {
    return api.post("/callbacks/replay", "{\"rule\":\"all\",\"rate\":50}")
        .data()
        .get("id")
        .longValue();
  }

  private static void assertQueuedOnce(ApiClient api) {
    Set<String> live = new HashSet<>();
    Set<String> replays = new HashSet<>();
    for (JsonNode delivery : api.get("/callbacks/deliveries?limit=500").data()) {
      boolean replay = delivery.get("kind").stringValue().equals("replay");
      String call = delivery.get("call_id").stringValue();
      assertThat((replay ? replays : live).add(call)).as("%s twice", call).isTrue();
    }
    assertThat(replays).isEqualTo(live).hasSize(THREADS * MESSAGES);
  }

  /// Of each thread every number arrives, and none before its turn; repeats aside.
  private static void assertInOrder(List<Received> replayed) {
    Map<String, Long> last = new HashMap<>();
    for (Received one : replayed) {
      assertThat(one.header("weft-replay")).isEqualTo("true");
      String thread = one.json().at("/payload/data/id").stringValue();
      long sequence = Long.parseLong(Objects.requireNonNull(one.header("weft-sequence")));
      long before = last.getOrDefault(thread, 0L);
      assertThat(sequence).as("thread %s after %d", thread, before).isBetween(before, before + 1);
      last.put(thread, sequence);
    }
    assertThat(last.values()).containsOnly((long) MESSAGES);
  }
}
