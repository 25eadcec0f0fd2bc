package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills the server under load and starts it again on what it left.
class CrashTest {

  private static final int THREADS = 4;
  private static final int KILLS = 3;

  /// Callbacks that must have arrived between two kills, so that each one hits a busy server.
  private static final int ARRIVALS_PER_LIFE = 40;

  private final Queue<String> answered = new ConcurrentLinkedQueue<>();

  @TempDir private Path data;

  @Test
  void what_was_answered_is_called_back_in_order_after_kill_9() throws Exception {
    List<Received> arrived = new ArrayList<>();
    try (Inbox inbox = Inbox.open()) {
      List<String> threads = prepare(inbox);
      for (int life = 0; life < KILLS; life++) {
        liveAndDie(threads, inbox, arrived);
      }
      try (ServerProcess last = ServerProcess.start(data)) {
        assertThat(last.url()).isNotEmpty();
        collectMissing(inbox, arrived);
      }
    }
    assertThat(messages(arrived)).containsAll(answered);
    assertInOrder(arrived);
    // One attempt per lane may have been under way at each kill.
    assertThat(arrived.size() - calls(arrived).size()).isLessThanOrEqualTo(THREADS * KILLS);
  }

  private List<String> prepare(Inbox inbox) throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(data)) {
      ApiClient api = ApiClient.of(server.url()).users("user1");
      String group = api.group("user1");
      List<String> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(api.thread(group, api.text("user1", group, "parent"), "t" + i, "user1"));
      }
      api.rule("{\"name\":\"all\",\"url\":\"%s\"}".formatted(inbox.url()));
      assertThat(server.terminate()).isIn(0, 143);
      return threads;
    }
  }

  /// One life of the server: load on all threads until enough arrived, then the kill.
  private void liveAndDie(List<String> threads, Inbox inbox, List<Received> arrived)
      throws Exception {
    try (ServerProcess server = ServerProcess.start(data)) {
      ApiClient api = ApiClient.of(server.url());
      CountDownLatch ended = new CountDownLatch(THREADS);
      for (String thread : threads) {
        Thread.ofVirtual().start(() -> sendUntilDead(api, thread, ended));
      }
      int until = arrived.size() + ARRIVALS_PER_LIFE + new Random().nextInt(ARRIVALS_PER_LIFE);
      while (arrived.size() < until) {
        arrived.add(inbox.next());
      }
      server.kill();
      ended.await();
    }
  }

  private void sendUntilDead(ApiClient api, String thread, CountDownLatch ended) {
    try {
      while (true) {
        answered.add(api.text("user1", thread, "under load"));
      }
    } catch (RuntimeException | AssertionError e) {
      // The server is gone; what was not answered promises nothing.
      ended.countDown();
    }
  }

  private void collectMissing(Inbox inbox, List<Received> arrived) {
    Set<String> missing = new HashSet<>(answered);
    missing.removeAll(messages(arrived));
    while (!missing.isEmpty()) {
      Received one = inbox.next();
      arrived.add(one);
      missing.remove(message(one));
    }
  }

  /// Of each thread every number arrives, and none before its turn; repeats aside.
  private static void assertInOrder(List<Received> arrived) {
    Map<String, Long> last = new HashMap<>();
    for (Received one : arrived) {
      String thread = data(one).get("id").stringValue();
      long sequence = Long.parseLong(Objects.requireNonNull(one.header("weft-sequence")));
      long before = last.getOrDefault(thread, 0L);
      assertThat(sequence).as("thread %s after %d", thread, before).isBetween(before, before + 1);
      last.put(thread, sequence);
    }
  }

  private static Set<String> messages(List<Received> arrived) {
    Set<String> messages = new HashSet<>();
    arrived.forEach(one -> messages.add(message(one)));
    return messages;
  }

  private static Set<String> calls(List<Received> arrived) {
    Map<String, Received> calls = new LinkedHashMap<>();
    arrived.forEach(one -> calls.put(Objects.requireNonNull(one.header("webhook-id")), one));
    return calls.keySet();
  }

  private static String message(Received one) {
    return data(one).get("last_message").get("id").stringValue();
  }

  private static JsonNode data(Received one) {
    return one.json().get("payload").get("data");
  }
}
