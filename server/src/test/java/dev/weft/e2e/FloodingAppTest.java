package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.AppKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// An app that floods makes no other app wait, and takes no place from it.
@Timeout(120)
class FloodingAppTest {

  /// More than the writer makes durable in seven commits.
  private static final int FLOOD = 2_000;

  @TempDir private Path data;

  private static HttpRequest send(ApiClient client) {
    return client
        .request("/messages/users")
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"from\":\"a\",\"to\":[\"b\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}"))
        .build();
  }

  /// While another process holds the file, every write hangs.
  @Test
  @DisabledIfSystemProperty(named = "e2e.postgresql", matches = "true")
  void whose_writes_hang_is_served_in_turn_with_others() throws Exception {
    try (RunningServer server = RunningServer.start(data);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Connection file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("weft.db"));
        Statement statement = file.createStatement()) {
      ApiClient flooding = server.client();
      flooding.users("a", "b");
      server.ensureApp(new AppKey("other", "app"));
      ApiClient other = ApiClient.ofApp(server.url(), "other/app");
      other.users("a", "b");
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger answeredBefore = new AtomicInteger();
      statement.execute("BEGIN IMMEDIATE");

      List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
      for (int i = 0; i < FLOOD; i++) {
        flood.add(
            http.sendAsync(send(flooding), BodyHandlers.ofString())
                .whenComplete((_, _) -> answered.incrementAndGet()));
      }
      await().until(() -> server.connections() >= FLOOD);
      int open = server.connections();
      CompletableFuture<HttpResponse<String>> one =
          http.sendAsync(send(other), BodyHandlers.ofString())
              .whenComplete((_, _) -> answeredBefore.set(answered.get()));
      await().until(() -> server.connections() > open);
      statement.execute("ROLLBACK");

      assertThat(one.get().statusCode()).as(one.get().body()).isEqualTo(200);
      assertThat(answeredBefore.get()).as("calls of the flood before").isLessThan(FLOOD / 2);
      for (CompletableFuture<HttpResponse<String>> each : flood) {
        assertThat(each.get().statusCode()).isEqualTo(200);
      }
    }
  }
}
