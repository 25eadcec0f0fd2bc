package dev.weft.delivery.redrive;

import dev.weft.cluster.Leases;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Duration;

/// Ends the stay of callbacks in exception storage, and forgets jobs of long ago, in the
/// background.
public final class ExceptionSweeper implements AutoCloseable {

  /// They stay for days; a minute more does not matter to anybody.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final ExceptionStorage storage;
  private final Jobs jobs;
  private final Leases leases;
  private final Loop loop;

  public ExceptionSweeper(ExceptionStorage storage, Jobs jobs, Leases leases, Loops loops) {
    this.storage = storage;
    this.jobs = jobs;
    this.leases = leases;
    this.loop = loops.background("exception-sweeper", this::sweep);
  }

  /// Sweeps at once, and then every minute.
  public void start() {
    loop.start();
  }

  /// Each batch is a transaction: what fails is found again by the next sweep.
  private Duration sweep() {
    if (leases.isLeader()) {
      while (!loop.isClosing() && storage.expireSome()) {
        // One batch after the other.
      }
      jobs.forget();
    }
    return PAUSE;
  }

  /// Lets a batch in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
