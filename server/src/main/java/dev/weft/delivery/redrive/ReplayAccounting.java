package dev.weft.delivery.redrive;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.JobId;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DeliveryStore;
import dev.weft.delivery.engine.SettleStep;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps exception storage and the counts of jobs true to what attempts came to, in the transaction
/// that settles them.
public final class ReplayAccounting implements SettleStep {

  private static final Logger log = LoggerFactory.getLogger(ReplayAccounting.class);

  private final DeliveryStore deliveries;
  private final ExceptionStore exceptions;
  private final JobStore jobs;
  private final Clock clock;
  private final ZoneId zone;

  /// @param zone in which the keys of exception storage are given
  public ReplayAccounting(
      DeliveryStore deliveries,
      ExceptionStore exceptions,
      JobStore jobs,
      Clock clock,
      ZoneId zone) {
    this.deliveries = deliveries;
    this.exceptions = exceptions;
    this.jobs = jobs;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public void settle(Tx tx, List<Attempt> attempts) {
    Map<Long, Job.Counts> counts = new HashMap<>();
    for (Attempt attempt : attempts) {
      Delivery.Replay replay = attempt.delivery().replay();
      if (replay != null) {
        counts.merge(replay.job(), replayed(tx, replay, attempt), Job.Counts::plus);
      } else if (attempt.verdict() instanceof Verdict.Store) {
        exceptions.add(tx, attempt.delivery(), DateKey.of(clock.instant(), zone), clock.instant());
      }
    }
    counts.forEach(
        (job, more) -> {
          if (!more.equals(Job.Counts.ZERO)) {
            jobs.count(tx, job, more);
          }
        });
  }

  private Job.Counts replayed(Tx tx, Delivery.Replay replay, Attempt attempt) {
    return switch (attempt.verdict()) {
      case Verdict.Delivered() -> {
        if (settlesOrigins(tx, replay)) {
          exceptions.delivered(tx, replay.origin());
        }
        yield new Job.Counts(0, 1, 0, 0);
      }
      case Verdict.Store(), Verdict.Discard() -> {
        if (settlesOrigins(tx, replay)) {
          exceptions.failedAgain(tx, replay.origin());
        }
        yield new Job.Counts(0, 0, 1, 0);
      }
      case Verdict.Pause(String reason) -> {
        if (attempt.delivery().lane().owner() instanceof JobId job) {
          fail(tx, job, reason);
        }
        yield Job.Counts.ZERO;
      }
      case Verdict.RetryAt _ -> Job.Counts.ZERO;
    };
  }

  private boolean settlesOrigins(Tx tx, Delivery.Replay replay) {
    return jobs.find(tx, replay.job()).map(Job::settlesOrigins).orElse(false);
  }

  /// A job's own endpoint wants nothing more. No person will resume it, as they would a rule.
  private void fail(Tx tx, JobId job, String reason) {
    deliveries.resume(tx, job);
    exceptions.release(tx, job.value());
    if (jobs.end(tx, job.value(), JobState.FAILED, reason, clock.instant())) {
      tx.afterCommit(() -> log.warn("job failed job={} reason=\"{}\"", job.value(), reason));
    }
  }
}
