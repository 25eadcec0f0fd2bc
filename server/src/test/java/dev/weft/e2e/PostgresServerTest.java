package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Installation;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.config.Settings;
import dev.weft.config.SettingsLoader;
import dev.weft.e2e.Inbox.Received;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server on PostgreSQL.
@Tag("postgresql")
class PostgresServerTest {

  @TempDir private Path data;

  private RunningServer start() {
    return RunningServer.start(data, PostgresServer.settings(data), Clock.systemUTC());
  }

  @Test
  void tells_of_messages_in_order_and_goes_on_where_it_stopped() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      String thread;
      String first;
      try (RunningServer server = start()) {
        ApiClient api = server.client().users("user1", "user2");
        String group = api.group("user1", "user2");
        thread = api.thread(group, api.text("user1", group, "hello"), "thread", "user1");
        api.rule(
            "{\"name\":\"threads\",\"url\":\"%s\",\"retry\":[\"0s\",\"1s\",\"1s\",\"1s\",\"1s\"]}"
                .formatted(inbox.url()));
        first = api.text("user1", thread, "first");
        api.text("user1", thread, "second");
        api.recall(first, thread, "user1");
        assertThat(operations(inbox.next(3))).containsExactly("send 1", "send 2", "recall 3");

        inbox.answer(_ -> 503);
        api.text("user1", thread, "while the app server is away");
        assertThat(operations(inbox.next(1))).containsExactly("send 4");
      }
      inbox.answer(_ -> 200);
      try (RunningServer server = start()) {
        server.client().text("user1", thread, "after the restart");
        List<String> next = operations(inbox.next(2));
        assertThat(next).containsExactly("send 4", "send 5");
      }
    }
  }

  private static List<String> operations(List<Received> received) {
    return received.stream()
        .map(one -> one.header("weft-operation") + " " + one.header("weft-sequence"))
        .toList();
  }

  @Test
  void shares_its_apps_with_subcommands() throws IOException {
    AppKey key = new AppKey("acme", "chat");
    try (RunningServer server = start()) {
      Settings settings =
          SettingsLoader.load(Optional.empty(), Map.of(), PostgresServer.settings(data));
      try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
        assertThat(installation.apps().find(RunningServer.APP)).isPresent();
        assertThat(installation.apps().create(key, new Credentials("id", "secret"))).isPresent();
      }
      assertThat(server.client().get("/chatgroups").status()).isEqualTo(200);
    }
  }
}
