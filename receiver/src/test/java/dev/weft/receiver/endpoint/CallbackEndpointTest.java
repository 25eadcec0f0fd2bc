package dev.weft.receiver.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.CallbackHeaders;
import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.once.CallbackHandler;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CallbackEndpointTest {

  private static final byte[] BODY = TestCallbacks.threadBody("t");

  private final List<String> handled = new ArrayList<>();
  private final CallbackEndpoint endpoint =
      endpoint(accepted -> handled.add(accepted.key().value()), Duration.ofMinutes(1));

  @Test
  void answers_200_to_the_first_attempt_and_to_every_later_one() {
    assertThat(post(endpoint, "call-1")).isInstanceOf(Outcome.Handled.class);
    Outcome again = post(endpoint, "call-1");

    assertThat(again).isInstanceOf(Outcome.Duplicate.class);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.answer()).isEmpty();
    assertThat(handled).containsExactly("call-1");
  }

  @Test
  void answers_401_to_whom_it_does_not_believe() {
    Outcome outcome = endpoint.handle("POST", CallbackHeaders.of(Map.of()), BODY);

    assertThat(outcome.status()).isEqualTo(401);
    assertThat(outcome.answer()).isEqualTo("UNSIGNED");
    assertThat(handled).isEmpty();
  }

  @Test
  void answers_500_when_the_app_fails_so_that_the_sender_comes_back() {
    CallbackEndpoint failing =
        endpoint(
            accepted -> {
              throw new IOException("disk full");
            },
            Duration.ofMinutes(1));

    assertThat(post(failing, "call-1").status()).isEqualTo(500);
    assertThat(post(failing, "call-1").answer()).isEqualTo("FAILED");
  }

  @Test
  void answers_503_when_the_thread_is_still_busy() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CallbackEndpoint slow =
        endpoint(
            accepted -> {
              inside.countDown();
              release.await();
            },
            Duration.ZERO);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Future<Outcome> first = threads.submit(() -> post(slow, "call-1"));
    inside.await();

    assertThat(post(slow, "call-1").status()).isEqualTo(503);

    release.countDown();
    assertThat(first.get().status()).isEqualTo(200);
    threads.shutdown();
  }

  @Test
  void tells_its_listener_of_every_request() {
    List<Outcome> outcomes = new ArrayList<>();
    CallbackEndpoint listened =
        new CallbackEndpoint(
            TestCallbacks.receiver(),
            OnceHandler.inMemory(accepted -> {}),
            Duration.ofMinutes(1),
            (outcome, took) -> outcomes.add(outcome));
    post(listened, "call-1");
    listened.handle("GET", CallbackHeaders.of(Map.of()), BODY);

    assertThat(outcomes).hasSize(2);
  }

  private static CallbackEndpoint endpoint(CallbackHandler handler, Duration wait) {
    return new CallbackEndpoint(
        TestCallbacks.receiver(), OnceHandler.inMemory(handler), wait, (outcome, took) -> {});
  }

  private static Outcome post(CallbackEndpoint endpoint, String id) {
    return endpoint.handle("POST", CallbackHeaders.of(TestCallbacks.signed(id, BODY)), BODY);
  }
}
