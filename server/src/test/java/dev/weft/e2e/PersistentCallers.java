package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/// Callers that each make one call after the other, and repeat each with its key until it is
/// answered, while servers are killed.
final class PersistentCallers implements AutoCloseable {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Map<String, String>>> callers = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile List<ApiClient> nodes = List.of();
  private volatile boolean enough;
  private volatile boolean serversGone;

  /// One call.
  ///
  /// @param idAt where the answer has the id of the message
  record Call(String path, String body, String idAt) {}

  /// The servers that can be asked from now on.
  void ask(ApiClient... servers) {
    nodes = List.of(servers);
  }

  /// Any of the servers.
  ApiClient anyNode() {
    return nodes.getLast();
  }

  /// Waits until each of the servers knows something.
  void awaitEach(Predicate<ApiClient> knows) {
    await().until(() -> nodes.stream().allMatch(knows));
  }

  /// Begins to call.
  ///
  /// @param calls the call for a text; each text is used once
  void start(int number, Random seeds, Function<String, Call> calls) {
    for (int i = 0; i < number; i++) {
      String name = "caller" + i;
      Random draws = new Random(seeds.nextLong());
      callers.add(threads.submit(() -> callMany(name, calls, draws)));
    }
  }

  /// How many texts were answered so far.
  int answered() {
    return answered.get();
  }

  /// Lets each caller finish its text with an answer, so that callers know all that servers keep,
  /// and answers the id of each message by its text.
  Map<String, String> finish() throws Exception {
    enough = true;
    Map<String, String> ids = new HashMap<>();
    for (Future<Map<String, String>> caller : callers) {
      ids.putAll(caller.get());
    }
    return ids;
  }

  private Map<String, String> callMany(String name, Function<String, Call> calls, Random draws)
      throws Exception {
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; !enough && !serversGone; i++) {
      String text = name + " text " + i;
      Optional<String> id = callUntilAnswered(text.replace(' ', '-'), calls.apply(text), draws);
      id.ifPresent(known -> ids.put(text, known));
      answered.incrementAndGet();
    }
    return ids;
  }

  /// Answers the id. Nothing if the test has failed meanwhile: then no server is left to answer.
  private Optional<String> callUntilAnswered(String key, Call call, Random draws) throws Exception {
    while (!serversGone) {
      List<ApiClient> now = nodes;
      try {
        HttpResponse<String> answer =
            HTTP.send(
                now.get(draws.nextInt(now.size()))
                    .request(call.path())
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofString(call.body()))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return Optional.of(ApiClient.JSON.readTree(answer.body()).at(call.idAt()).asString());
        }
        assertThat(answer.statusCode()).as(answer.body()).isGreaterThanOrEqualTo(500);
      } catch (IOException e) {
        // The server is gone, before or after the commit: once more, and not so often that the next
        // one has no processor to start on.
        Thread.sleep(RETRY_PAUSE);
      }
    }
    return Optional.empty();
  }

  /// Servers are about to end: whoever still calls gives up.
  @Override
  public void close() {
    serversGone = true;
    threads.close();
  }
}
