package dev.weft.metrics;

import dev.weft.tx.CommitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/// What commits cost: the disk under everything else.
final class StoreMetrics implements CommitListener {

  private final Timer waits;
  private final Timer commits;
  private final DistributionSummary batches;
  private final Counter failures;

  StoreMetrics(MeterRegistry registry) {
    waits =
        Timer.builder("weft.store.wait")
            .description("How long the first caller of each commit waited for the writer")
            .serviceLevelObjectives(Buckets.COMMITS)
            .register(registry);
    commits =
        Timer.builder("weft.store.commit")
            .description("From the beginning of a transaction to the end of its fsync")
            .serviceLevelObjectives(Buckets.COMMITS)
            .register(registry);
    batches =
        DistributionSummary.builder("weft.store.batch.units")
            .description("Units of work that one commit made durable together")
            .serviceLevelObjectives(1, 4, 16, 64, 256)
            .register(registry);
    failures =
        Counter.builder("weft.store.failures")
            .description("Units of work that failed because the store did")
            .register(registry);
  }

  @Override
  public void committed(int units, Duration waited, Duration took) {
    waits.record(waited);
    commits.record(took);
    batches.record(units);
  }

  @Override
  public void failed(int units) {
    failures.increment(units);
  }
}
