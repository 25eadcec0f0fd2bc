package dev.weft.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weft.Move;
import dev.weft.config.BadSettingException;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import dev.weft.e2e.Inbox.Received;
import dev.weft.storage.postgres.PostgresServer;
import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// From a SQLite file to PostgreSQL, with callbacks that are still on their way.
@Tag("postgresql")
class MoveTest {

  private static final Map<String, String> FILE = Map.of("store.database", "");

  @TempDir private Path data;

  @Test
  void the_backlog_leaves_from_postgresql_as_if_nothing_had_happened() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      inbox.answer(_ -> 503);
      String thread;
      String token;
      List<String> waiting = new ArrayList<>();
      try (RunningServer server = RunningServer.start(data, FILE, Clock.systemUTC())) {
        ApiClient api = server.client().users("user1", "user2");
        String group = api.group("user1", "user2");
        thread = api.thread(group, api.text("user1", group, "hello"), "thread", "user1");
        api.rule(
            "{\"name\":\"threads\",\"url\":\"%s\",\"retry\":[\"0s\",\"1s\",\"1s\",\"1s\",\"1s\"]}"
                .formatted(inbox.url()));
        api.rule("{\"name\":\"fetched\",\"delivery\":\"pull\"}");
        String first = api.text("user1", thread, "first");
        api.text("user2", thread, "second");
        api.recall(first, thread, "user1");
        inbox.next();
        StreamSupport.stream(
                api.get("/callbacks/deliveries?rule=threads&limit=10").data().spliterator(), false)
            .forEach(delivery -> waiting.addFirst(delivery.get("call_id").stringValue()));
        token = granted(server);
      }

      Map<String, Long> counts = Move.run(settings());

      assertThat(waiting).hasSize(3);
      assertThat(counts)
          .containsEntry("deliveries", 6L)
          .containsEntry("delivery_bodies", 6L)
          .containsEntry("outbox", 3L)
          .containsEntry("offers", 3L)
          .containsEntry("users", 2L)
          .containsEntry("threads", 1L);
      while (!inbox.isEmpty()) {
        inbox.next();
      }
      inbox.answer(_ -> 200);
      try (RunningServer server =
          RunningServer.start(data, PostgresServer.settings(data), Clock.systemUTC())) {
        ApiClient api = server.client().withToken(token);
        api.text("user1", thread, "after the move");
        List<Received> arrived = inbox.next(4);
        assertThat(arrived.subList(0, 3))
            .extracting(one -> one.header("webhook-id"))
            .isEqualTo(waiting);
        assertThat(arrived)
            .extracting(one -> one.header("weft-operation") + " " + one.header("weft-sequence"))
            .containsExactly("send 1", "send 2", "recall 3", "send 4");
        assertThat(api.get("/callbacks/events?rule=fetched&limit=10").data()).hasSize(4);
      }
    }
  }

  /// A token of before, which must still be good after the move.
  private static String granted(RunningServer server) {
    return server
        .client()
        .post(
            "/token",
            "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
                .formatted(
                    RunningServer.CREDENTIALS.clientId(), RunningServer.CREDENTIALS.clientSecret()))
        .ok()
        .get("access_token")
        .stringValue();
  }

  @Test
  void what_was_attempted_is_told_there_too() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      AtomicInteger refusals = new AtomicInteger(1);
      inbox.answer(_ -> refusals.getAndDecrement() > 0 ? 503 : 200);
      String token;
      String callId;
      JsonNode told;
      try (RunningServer server = RunningServer.start(data, FILE, Clock.systemUTC())) {
        ApiClient api = server.client().users("user1", "user2");
        String group = api.group("user1", "user2");
        api.rule(
            "{\"name\":\"r1\",\"url\":\"%s\",\"retry\":[\"0s\",\"10ms\"],\"events\":[\"message\"]}"
                .formatted(inbox.url()));
        api.text("user1", group, "x");
        callId = requireNonNull(inbox.next(2).getFirst().header("webhook-id"));
        told =
            await()
                .until(() -> story(api, callId), story -> story.get("attempts").size() == 2)
                .get("attempts");
        token = granted(server);
      }

      assertThat(Move.run(settings()))
          .containsEntry("deliveries", 1L)
          .containsEntry("attempts", 2L);

      try (RunningServer server =
          RunningServer.start(data, PostgresServer.settings(data), Clock.systemUTC())) {
        ApiClient api = server.client().withToken(token);
        assertThat(story(api, callId).get("attempts")).isEqualTo(told);
      }
    }
  }

  private static JsonNode story(ApiClient api, String callId) {
    return api.get("/callbacks/deliveries/" + callId.replace("#", "%23")).data().get(0);
  }

  @Test
  void uploaded_files_come_along() throws IOException {
    byte[] large = new byte[600_000];
    new Random(1).nextBytes(large);
    String file;
    try (RunningServer server = RunningServer.start(data, FILE, Clock.systemUTC())) {
      file = new FileClient(server.client()).upload(large).uuid();
    }

    assertThat(Move.run(settings())).containsEntry("files", 1L).containsEntry("file_pieces", 3L);

    try (RunningServer server =
        RunningServer.start(data, PostgresServer.settings(data), Clock.systemUTC())) {
      assertThat(new FileClient(server.client()).download(file).bytes()).isEqualTo(large);
    }
  }

  /// The third rule was deleted, and nobody else may get its number.
  @Test
  void numbers_are_not_given_twice() throws Exception {
    try (RunningServer server = RunningServer.start(data, FILE, Clock.systemUTC())) {
      ApiClient api = server.client();
      for (int i = 1; i <= 3; i++) {
        api.rule("{\"name\":\"rule%d\",\"delivery\":\"pull\"}".formatted(i));
      }
      api.delete("/callbacks/rules/rule3").ok();
    }

    assertThat(Move.run(settings())).containsEntry("rules", 2L);

    try (Connection database = DriverManager.getConnection(settings().store().database());
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT nextval('rules_id_seq')")) {
      rows.next();
      assertThat(rows.getLong(1)).isEqualTo(4);
    }
  }

  @Test
  void a_running_server_is_left_alone() throws IOException {
    try (RunningServer server = RunningServer.start(data, FILE, Clock.systemUTC())) {
      assertThatThrownBy(() -> Move.run(settings()))
          .isInstanceOf(BadSettingException.class)
          .hasMessageContaining("another server is using the data folder");
      assertThat(server.client().get("/chatgroups").status()).isEqualTo(200);
    }
  }

  @Test
  void a_database_with_anything_in_it_is_left_alone() throws IOException {
    RunningServer.start(data, FILE, Clock.systemUTC()).close();
    Move.run(settings());

    assertThatThrownBy(() -> Move.run(settings()))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("is not empty, its table apps has rows");
  }

  @Test
  void a_folder_of_another_version_is_left_alone() throws Exception {
    RunningServer.start(data, FILE, Clock.systemUTC()).close();
    sql("INSERT INTO schema_version (version) VALUES (9999)");

    assertThatThrownBy(() -> Move.run(settings()))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("the data folder has schema version 9999");
  }

  /// A value that PostgreSQL refuses, in the middle of the copy.
  @Test
  void a_copy_that_fails_leaves_the_database_empty() throws Exception {
    RunningServer.start(data, FILE, Clock.systemUTC()).close();
    sql("INSERT INTO user_links (app, name, kind, other) VALUES (1, 'a', 99999, 'b')");

    assertThatThrownBy(() -> Move.run(settings()))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("the copy failed, and the database")
        .hasMessageContaining("is as empty as before");

    sql("DELETE FROM user_links");
    assertThat(Move.run(settings())).containsEntry("apps", 1L).containsEntry("user_links", 0L);
  }

  private void sql(String statement) throws SQLException {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weft.db"));
        Statement update = file.createStatement()) {
      update.executeUpdate(statement);
    }
  }

  @Test
  void a_folder_without_a_database_is_no_server() {
    assertThatThrownBy(() -> Move.run(settings()))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("there is no database in the data folder");
  }

  private Settings settings() {
    Map<String, String> flags = new HashMap<>(PostgresServer.settings(data));
    flags.put("server.data", data.toString());
    return SettingsLoader.load(Optional.empty(), Map.of(), flags);
  }
}
