package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many users at once are registered, or whoever asked is told to come again: passwords take long.
@Timeout(120)
class RegistrationFloodTest {

  private static final int USERS = 30;

  @TempDir private Path data;

  @Test
  void batches_side_by_side_are_all_registered() throws Exception {
    List<ApiClient.Reply> replies = register(8, USERS, "8");

    assertThat(replies).extracting(ApiClient.Reply::status).containsOnly(200);
    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.body().get("entities").size()).isEqualTo(USERS));
  }

  @Test
  void more_than_may_wait_are_told_to_come_again() throws Exception {
    List<ApiClient.Reply> replies = register(250, 1, "9");

    assertThat(replies).extracting(ApiClient.Reply::status).containsOnly(200, 429);
    assertThat(replies)
        .filteredOn(reply -> reply.status() == 429)
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(reply.at("/error").stringValue()).isEqualTo("reach_limit"));
  }

  private List<ApiClient.Reply> register(int batches, int users, String cost) throws Exception {
    try (RunningServer server =
            RunningServer.start(data, Map.of("app.bcryptCost", cost), Clock.systemUTC());
        ExecutorService callers = Executors.newFixedThreadPool(batches)) {
      ApiClient api = server.client();
      List<Future<ApiClient.Reply>> asked = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        String body = batch(i, users);
        asked.add(callers.submit(() -> api.post("/users", body)));
      }
      List<ApiClient.Reply> replies = new ArrayList<>();
      for (Future<ApiClient.Reply> reply : asked) {
        replies.add(reply.get());
      }
      return replies;
    }
  }

  private static String batch(int number, int users) {
    return IntStream.range(0, users)
        .mapToObj(i -> "{\"username\":\"user%dof%d\",\"password\":\"p\"}".formatted(i, number))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
