package dev.weft.chat.file;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sweeps the files in the background: once a minute, and at once when something was withdrawn.
public final class FileSweeper implements AutoCloseable {

  /// Files expire by the day; a minute more does not matter to anybody.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(FileSweeper.class);

  private final ChatFiles files;
  private final Semaphore work = new Semaphore(1);
  private final Thread thread =
      Thread.ofPlatform().name("weft-file-sweeper").daemon().unstarted(this::run);
  private volatile boolean closed;

  public FileSweeper(ChatFiles files) {
    this.files = files;
  }

  public void start() {
    thread.start();
  }

  /// Something was withdrawn. Returns at once.
  void wake() {
    work.release();
  }

  private void run() {
    while (!closed) {
      try {
        boolean woken = work.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        log.debug("sweeping files woken={}", woken);
        work.drainPermits();
        files.sweep();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // What could not be removed is still written down: the next sweep finds it again.
        log.warn("file sweep failed reason=\"{}\"", e.getMessage());
      }
    }
  }

  /// Lets a sweep in flight end.
  @Override
  public void close() {
    closed = true;
    work.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
