package dev.weft.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A transfer ends in time, one way or the other.
class DeadlineTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void ends_a_wait_that_would_not_end() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> interrupted =
          threads.submit(
              () -> {
                try (Deadline _ = Deadline.start(SHORT)) {
                  new CountDownLatch(1).await();
                  return false;
                } catch (InterruptedException e) {
                  return true;
                }
              });

      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void leaves_a_thread_alone_that_is_done() {
    for (int i = 0; i < 1_000; i++) {
      try (Deadline _ = Deadline.start(i % 2 == 0 ? SHORT : LONG)) {
        Thread.onSpinWait();
      }

      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }
}
