package dev.weft.delivery.log;

import dev.weft.cluster.Leases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clears away by age in the background, in steps with pauses between, so that nobody who writes
/// waits for it.
public final class RetentionSweeper implements AutoCloseable {

  /// What is kept for days may stay a minute longer.
  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(1);

  /// Between two steps. With 500 rows to a step it clears 10,000 a second, more than arrive.
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(40);

  private static final Logger log = LoggerFactory.getLogger(RetentionSweeper.class);

  private final Leases leases;
  private final List<BooleanSupplier> tasks;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("weft-retention").daemon().unstarted(this::run);

  /// @param leases whether it is this node that clears away
  /// @param tasks each takes one bounded step and answers whether there is more to do
  public RetentionSweeper(Leases leases, List<BooleanSupplier> tasks) {
    this.leases = leases;
    this.tasks = List.copyOf(tasks);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        for (BooleanSupplier task : tasks) {
          sweep(task);
        }
      } while (!closing.await(BETWEEN_RUNS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep(BooleanSupplier task) throws InterruptedException {
    try {
      while (leases.isLeader() && task.getAsBoolean()) {
        if (closing.await(BETWEEN_STEPS.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (RuntimeException e) {
      // The next run takes up where this one was.
      log.warn("retention failed reason=\"{}\"", e.getMessage());
    }
  }

  /// Lets a step in flight end.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
