package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.PersistentCallers.Call;
import dev.weft.storage.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every send is repeated with its key until it is answered, while servers are killed: each text is
/// one message in the end.
///
/// `-Dweft.crash.kills=200` makes it long, `-Dweft.crash.seed=N` makes it draw the same again.
class IdempotencyCrashTest {

  private static final int KILLS = Integer.getInteger("weft.crash.kills", 5);
  private static final long SEED = Long.getLong("weft.crash.seed", System.nanoTime());
  private static final int SENDERS = 4;
  private static final int TEXTS_PER_LIFE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Ids of messages by text, as callbacks have them.
  private final Map<String, Set<String>> received = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  @Test
  void a_send_is_one_message_over_kills() throws Exception {
    ServerProcess server = ServerProcess.start(folder.resolve("data"));
    try (Inbox inbox = Inbox.open();
        PersistentCallers callers = new PersistentCallers()) {
      inbox.answer(this::note);
      callers.ask(ApiClient.of(server.url()));
      start(callers, inbox);
      for (int life = 0; life < KILLS; life++) {
        awaitMore();
        server.kill();
        server = ServerProcess.start(folder.resolve("data"));
        callers.ask(ApiClient.of(server.url()));
      }
      check(callers.finish());
    } finally {
      server.close();
    }
  }

  @Test
  void a_send_is_one_message_over_two_nodes_of_which_one_is_killed() throws Exception {
    String url = PostgresServer.settings(folder).getOrDefault("store.database", "");
    try (Inbox inbox = Inbox.open();
        ServerProcess one = ServerProcess.launch(folder.resolve("one"), "--database", url);
        ServerProcess other = ServerProcess.launch(folder.resolve("other"), "--database", url);
        PersistentCallers callers = new PersistentCallers()) {
      inbox.answer(this::note);
      ApiClient survivor = ApiClient.of(other.url());
      callers.ask(ApiClient.of(one.url()), survivor);
      start(callers, inbox);
      awaitMore();
      one.kill();
      callers.ask(survivor);
      awaitMore();
      check(callers.finish());
    }
  }

  private int note(Inbox.Received callback) {
    String text = callback.json().at("/payload/bodies/0/msg").asString();
    received
        .computeIfAbsent(text, _ -> ConcurrentHashMap.newKeySet())
        .add(callback.json().at("/msg_id").asString());
    return 200;
  }

  private static void start(PersistentCallers callers, Inbox inbox) {
    ApiClient api = callers.anyNode().users("user1");
    api.rule("{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"]}".formatted(inbox.url()));
    String group = api.group("user1");
    callers.awaitEach(node -> node.get("/callbacks/rules/r").status() == 200);
    callers.start(
        SENDERS,
        new Random(SEED),
        text ->
            new Call(
                "/messages/chatgroups",
                "{\"from\":\"user1\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                    .formatted(group, text),
                "/data/" + group));
  }

  private void awaitMore() {
    int before = received.size();
    await().atMost(PATIENCE).until(() -> received.size() >= before + TEXTS_PER_LIFE);
  }

  /// Every text that was answered, and no other, was called back about one message: the one of the
  /// answer.
  private void check(Map<String, String> answered) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(received.keySet()).isEqualTo(answered.keySet()));
    answered.forEach(
        (text, id) ->
            assertThat(received.get(text)).as("%s, seed %d", text, SEED).containsExactly(id));
  }
}
