package dev.weft.delivery.log;

import dev.weft.cluster.Leases;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Clears away by age in the background, in steps with pauses between, so that nobody who writes
/// waits for it.
public final class RetentionSweeper implements AutoCloseable {

  /// What is kept for days may stay a minute longer.
  private static final Duration BETWEEN_RUNS = Duration.ofMinutes(1);

  /// Between two steps. With 500 rows to a step it clears 10,000 a second, more than arrive.
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(40);

  private final Leases leases;
  private final List<BooleanSupplier> tasks;
  private final Loop loop;

  /// The task that takes the next step.
  private int next;

  /// @param leases whether it is this node that clears away
  /// @param tasks each takes one bounded step and answers whether there is more to do
  public RetentionSweeper(Leases leases, List<BooleanSupplier> tasks, Loops loops) {
    this.leases = leases;
    this.tasks = List.copyOf(tasks);
    this.loop = loops.background("retention", this::step);
  }

  public void start() {
    loop.start();
  }

  /// One step of one task. A task that fails gives way to the next one, until its next run.
  private Duration step() {
    if (next >= tasks.size() || !leases.isLeader()) {
      next = 0;
      return BETWEEN_RUNS;
    }
    boolean more = false;
    try {
      more = tasks.get(next).getAsBoolean();
    } finally {
      next = more ? next : next + 1;
    }
    return BETWEEN_STEPS;
  }

  /// Lets a step in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
