package dev.weft.delivery.redrive;

import dev.weft.cluster.Leases;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the stay of callbacks in exception storage, and forgets jobs of long ago, in the
/// background.
public final class ExceptionSweeper implements AutoCloseable {

  /// They stay for days; a minute more does not matter to anybody.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(ExceptionSweeper.class);

  private final ExceptionStorage storage;
  private final Jobs jobs;
  private final Leases leases;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("weft-exception-sweeper").daemon().unstarted(this::run);

  public ExceptionSweeper(ExceptionStorage storage, Jobs jobs, Leases leases) {
    this.storage = storage;
    this.jobs = jobs;
    this.leases = leases;
  }

  /// Sweeps at once, and then every minute.
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        sweep();
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; what is left is swept after the next start.
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() {
    if (!leases.isLeader()) {
      return;
    }
    try {
      while (closed.getCount() > 0 && storage.expireSome()) {
        // One batch after the other.
      }
      jobs.forget();
    } catch (RuntimeException e) {
      // Nothing of the batch was written: the next sweep finds it again.
      log.warn("exception sweep failed reason=\"{}\"", e.getMessage());
    }
  }

  /// Lets a sweep in flight end.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
