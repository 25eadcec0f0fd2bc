package dev.weft.receiver.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Lanes lanes = new Lanes(Duration.ofMinutes(1));

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /// The list and the count are of no use to several threads at a time; that is the point.
  @Test
  void runs_one_at_a_time_in_a_lane() throws Exception {
    List<Integer> unguarded = new ArrayList<>();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      all.add(threads.submit(() -> lanes.call("thread", () -> unguarded.add(number))));
    }
    for (Future<?> one : all) {
      one.get();
    }

    assertThat(unguarded).hasSize(2_000);
  }

  @Test
  void lets_other_lanes_pass() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Future<?> slow = threads.submit(() -> lanes.call("slow", () -> waitFor(inside, release)));
    inside.await();

    assertThat(lanes.call("other", () -> "done")).isEqualTo("done");

    release.countDown();
    slow.get();
  }

  @Test
  void gives_up_waiting_in_time() throws Exception {
    Lanes impatient = new Lanes(Duration.ZERO);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Future<?> slow = threads.submit(() -> impatient.call("slow", () -> waitFor(inside, release)));
    inside.await();

    assertThatThrownBy(() -> impatient.call("slow", () -> "never"))
        .isInstanceOf(Lanes.BusyException.class);

    release.countDown();
    slow.get();
    assertThat(impatient.call("slow", () -> "done")).isEqualTo("done");
  }

  @Test
  void keeps_nothing_of_a_lane_that_is_empty() {
    assertThatThrownBy(
            () ->
                lanes.call(
                    "thread",
                    () -> {
                      throw new IllegalStateException("handler failed");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(lanes.size()).isZero();
  }

  private static boolean waitFor(CountDownLatch inside, CountDownLatch release)
      throws InterruptedException {
    inside.countDown();
    release.await();
    return true;
  }
}
