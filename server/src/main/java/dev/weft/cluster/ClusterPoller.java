package dev.weft.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks into the store for what other nodes have done: at once when they say so, and every two
/// seconds in case nobody heard them.
public final class ClusterPoller implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(ClusterPoller.class);

  private final List<Runnable> looks;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("weft-lookout").daemon().unstarted(this::run);
  private volatile boolean closed;

  /// @param looks each reads the store and does what is to be done about it
  public ClusterPoller(List<Runnable> looks) {
    this.looks = List.copyOf(looks);
  }

  public void start() {
    thread.start();
  }

  /// Looks at once. Returns at once.
  public void look() {
    wake.release();
  }

  private void run() {
    try {
      while (!closed) {
        boolean _ = wake.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
        looks.forEach(ClusterPoller::tryTo);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread.
      Thread.currentThread().interrupt();
    }
  }

  private static void tryTo(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      log.warn("look failed reason=\"{}\"", e.getMessage());
    }
  }

  /// Lets a look in flight end.
  @Override
  public void close() {
    closed = true;
    wake.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
