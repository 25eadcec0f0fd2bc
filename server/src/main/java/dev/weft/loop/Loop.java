package dev.weft.loop;

import dev.weft.tx.StoreFailedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A supervised background thread: it does the same turn again and again until it is closed.
///
/// Whatever a turn throws, an [OutOfMemoryError] included, the loop counts it, logs when it tries
/// again, waits and goes on. The loop ends when it is closed or when its turn says that it is over,
/// and in no other way. [Loops] knows since when a loop has not made a good turn.
public final class Loop implements AutoCloseable {

  /// What a turn answers when it has nothing to do until [#wake].
  public static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  /// The wait after the first failure; each further one doubles it.
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  private final Loops loops;
  private final String name;
  private final Turn turn;
  private final @Nullable Duration within;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean over;

  /// Whether the newest turn is running, or has failed.
  private volatile boolean busy;

  /// When the first turn began of those that have not succeeded, as [Loops#now] tells it.
  private volatile long busySince;

  private int failures;

  /// One turn. It must return within the time that the loop was given.
  public interface Turn {

    /// Answers how long to wait before the next turn, unless [Loop#wake] comes first; null when the
    /// loop is over.
    @Nullable Duration run() throws Exception;
  }

  /// @param within how long the server is ready without a good turn; null if it is ready anyway
  Loop(Loops loops, String name, @Nullable Duration within, Turn turn) {
    this.loops = loops;
    this.name = name;
    this.within = within;
    this.turn = turn;
    this.thread = Thread.ofPlatform().name("weft-" + name).daemon().unstarted(this::run);
  }

  public String name() {
    return name;
  }

  /// Begins with the first turn. Readiness depends on the loop from here on.
  public void start() {
    loops.started(this);
    thread.start();
  }

  /// Ends the wait between two turns. Returns at once; costs nothing while a turn is running.
  public void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /// Whether somebody wants the loop to end: a long turn asks now and then.
  public boolean isClosing() {
    return closing;
  }

  /// Whether the caller is this loop.
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  private void run() {
    while (!closing && !over) {
      try {
        step();
      } catch (Throwable e) {
        // Not even the failure could be told: memory is short. Nothing here may need any.
        LockSupport.parkNanos(FIRST_BACK_OFF.toNanos());
      }
    }
    loops.ended(this);
  }

  private void step() throws InterruptedException {
    if (!busy) {
      busySince = loops.now();
      busy = true;
    }
    @Nullable Duration pause;
    try {
      pause = turn.run();
      busy = false;
      failures = 0;
    } catch (Throwable e) {
      pause = failed(e);
    }
    if (pause == null) {
      over = true;
    } else if (!pause.isZero() && !closing) {
      boolean _ = wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
      wake.drainPermits();
    }
  }

  private Duration failed(Throwable e) {
    failures++;
    loops.failed(name);
    Duration pause = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 10));
    pause = pause.compareTo(LONGEST_BACK_OFF) < 0 ? pause : LONGEST_BACK_OFF;
    // One that fails for hours must not fill the log: the 1st, 2nd, 4th, 8th ... are told. A store
    // that fails is no mystery: where it was met does not help.
    if (Integer.bitCount(failures) == 1) {
      log.error(
          "loop failed, goes on loop={} failures={} again_in_ms={} reason=\"{}\"",
          name,
          failures,
          pause.toMillis(),
          e.getMessage(),
          failures == 1 && !(e instanceof StoreFailedException) ? e : null);
    }
    return pause;
  }

  /// What is wrong with this loop at `now`, a time of [Loops#now]; null if nothing is.
  @Nullable String trouble(long now) {
    if (thread.getState() == Thread.State.TERMINATED) {
      return "the loop " + name + " has died";
    }
    Duration most = within;
    long since = busySince;
    return most != null && busy && now - since > most.toNanos()
        ? "the loop " + name + " has made no good turn for more than " + most.toSeconds() + " s"
        : null;
  }

  /// Wants the loop to end after the turn it is in. Returns at once.
  public void stop() {
    closing = true;
    wake.release();
  }

  /// Waits for the end of a loop that ends itself.
  public void join() throws InterruptedException {
    thread.join();
  }

  /// Waits for the end of a loop that ends itself, but no longer than `most`; false if it goes on.
  public boolean join(Duration most) throws InterruptedException {
    return thread.getState() == Thread.State.NEW || thread.join(most);
  }

  /// Lets a turn in flight end, and with it the loop. Does nothing to one that was never started.
  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
