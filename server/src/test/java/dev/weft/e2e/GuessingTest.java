package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.ApiClient.Reply;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who guesses passwords keeps nobody out, and soon has to wait. bcrypt costs here what it costs in
/// production.
class GuessingTest {

  private static final int GUESSERS = 400;

  private static final String GUESS =
      "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"%s\"}";

  @TempDir private Path data;

  @Test
  void four_hundred_who_guess_passwords_of_users_do_not_hold_up_an_app() throws Exception {
    try (RunningServer server =
        RunningServer.start(data, Map.of("app.bcryptCost", "12"), Clock.systemUTC())) {
      ApiClient api = server.client();
      api.users("ann");
      ApiClient stranger = api.withToken(null);
      ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
      List<Future<?>> guesses = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(GUESSERS);
      try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < GUESSERS; i++) {
          // Half of them guess at one user, the others at users who are not there.
          String body = GUESS.formatted(i % 2 == 0 ? "ann" : "nobody" + i, "guess" + i);
          guesses.add(
              guessers.submit(
                  () -> {
                    begun.countDown();
                    replies.add(stranger.post("/token", body));
                  }));
        }
        begun.await();
        await().until(() -> replies.stream().anyMatch(reply -> reply.status() == 429));

        assertThat(guesses).as("guesses that wait").anyMatch(guess -> !guess.isDone());
        long before = System.nanoTime();
        ApiClient.of(server.url());
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(guesses).as("guesses that still wait").anyMatch(guess -> !guess.isDone());

        guessers.shutdown();
        assertThat(guessers.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(replies).hasSize(GUESSERS);
      assertThat(replies.stream().map(Reply::status).distinct()).isSubsetOf(400, 404, 429);
      assertThat(replies.stream().filter(reply -> reply.status() == 429).count())
          .as("the address had 200 tries, the user ten")
          .isGreaterThanOrEqualTo(GUESSERS / 2);
      stranger
          .post("/token", GUESS.formatted("ann", "1"))
          .isError(429, "reach_limit", "This request has reached api limit.");
    }
  }

  @Test
  void four_hundred_who_guess_the_secret_of_an_app_do_not_hold_it_up() throws Exception {
    try (RunningServer server =
        RunningServer.start(data, Map.of("app.bcryptCost", "12"), Clock.systemUTC())) {
      ApiClient stranger = server.client().withToken(null);
      ConcurrentLinkedQueue<Reply> replies = new ConcurrentLinkedQueue<>();
      List<Future<?>> guesses = new ArrayList<>();
      try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < GUESSERS; i++) {
          String body =
              """
              {"grant_type":"client_credentials","client_id":"%s","client_secret":"guess%d"}
              """
                  .formatted(RunningServer.CREDENTIALS.clientId(), i);
          guesses.add(guessers.submit(() -> replies.add(stranger.post("/token", body))));
        }
        await().until(() -> replies.stream().anyMatch(reply -> reply.status() == 429));

        ApiClient.of(server.url());

        assertThat(guesses).as("guesses that still wait").anyMatch(one -> !one.isDone());
      }
      assertThat(replies.stream().map(Reply::status).distinct()).isSubsetOf(400, 429);
    }
  }
}
