package dev.weft.delivery.redrive;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Lane;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.redrive.JobStore.Candidate;
import dev.weft.delivery.redrive.JobStore.Found;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Walks the jobs that run: step by step it puts copies of what they select into the outbox, as
/// fast as their rates allow and no faster than they are taken.
public final class JobRunner implements AutoCloseable {

  /// A job takes a step when its rate allows one more copy, but no less often than this: each step
  /// looks at a bounded number of rows, and may find none.
  private static final Duration TICK = Duration.ofMillis(100);

  /// And no more often than this. Small steps let what happens live in between; each has its cost.
  private static final Duration FINEST_TICK = Duration.ofMillis(10);

  /// Copies of one job that may be undelivered at once.
  private static final int OUTSTANDING = 256;

  /// Of those, in one lane: what happens live in this conversation waits behind them.
  private static final int OUTSTANDING_PER_LANE = 16;

  /// Copies made in one transaction, so that no writer waits long.
  private static final int BATCH = 128;

  /// Jobs may stand still for so long before the server is not ready.
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

  private final Transactions transactions;
  private final JobStore jobs;
  private final ExceptionStore exceptions;
  private final RunningJobs book;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final Clock clock;
  private final Map<Long, Pace> paces = new HashMap<>();
  private final Loop loop;

  public JobRunner(
      Transactions transactions,
      JobStore jobs,
      ExceptionStore exceptions,
      RunningJobs book,
      Dispatcher dispatcher,
      Leases leases,
      Clock clock,
      Loops loops) {
    this.transactions = transactions;
    this.jobs = jobs;
    this.exceptions = exceptions;
    this.book = book;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.clock = clock;
    this.loop = loops.vital("jobs", WITHIN, this::stepAll);
  }

  /// Goes on with what an earlier process left running.
  public void start() {
    loop.start();
  }

  /// There is a new job, or one has ended. Returns at once.
  void wake() {
    look();
    dispatcher.jobsChanged();
  }

  /// The same, begun or ended on another node.
  void look() {
    loop.wake();
  }

  /// Answers how long to wait before the next steps.
  private Duration stepAll() {
    if (book.isEmpty()) {
      return Loop.UNTIL_WOKEN;
    }
    if (!leases.isLeader()) {
      return TICK;
    }
    Duration wait = TICK;
    for (Job job : book.running()) {
      Duration wanted = tryToStep(job);
      wait = wanted.compareTo(wait) < 0 ? wanted : wait;
    }
    return wait.compareTo(FINEST_TICK) < 0 ? FINEST_TICK : wait;
  }

  private Duration tryToStep(Job job) {
    try {
      return step(job);
    } catch (RuntimeException e) {
      // Nothing of the step was written: the next tick takes it again.
      log.warn("job step failed job={} reason=\"{}\"", job.id(), e.getMessage());
      return TICK;
    }
  }

  /// Answers when the job wants its next step.
  ///
  /// @param known the job as it was once
  private Duration step(Job known) {
    long id = known.id();
    Optional<Job> now =
        transactions
            .read(snapshot -> jobs.find(snapshot, id))
            .filter(found -> found.state() == JobState.RUNNING);
    if (now.isEmpty()) {
      retire(known);
      return TICK;
    }
    Job job = now.get();
    Map<Lane, Integer> outstanding = transactions.read(snapshot -> jobs.outstanding(snapshot, id));
    if (job.isWalked()) {
      if (outstanding.isEmpty()) {
        finish(job);
      }
      return TICK;
    }
    Pace pace = paces.computeIfAbsent(id, _ -> new Pace(job.order().rate(), clock.instant()));
    int room = OUTSTANDING - outstanding.values().stream().mapToInt(Integer::intValue).sum();
    int limit = Math.min(Math.min(room, BATCH), pace.allowance(clock.instant()));
    if (limit <= 0) {
      return room > 0 ? pace.untilNext() : TICK;
    }
    Found next = transactions.read(snapshot -> jobs.next(snapshot, job, limit));
    Found fitting = fitting(job, next, outstanding);
    // A job that waits for a lane writes nothing.
    if (fitting.cursor() <= job.cursor()) {
      return TICK;
    }
    pace.spend(transactions.call(tx -> enqueue(tx, job, fitting)));
    return pace.untilNext();
  }

  /// The candidates before the first whose lane is full. It must not be overtaken by others of its
  /// lane, and remembering who waits would have no bound: so all wait for it.
  private static Found fitting(Job job, Found next, Map<Lane, Integer> outstanding) {
    Map<Lane, Integer> lanes = new HashMap<>(outstanding);
    List<Candidate> fitting = new ArrayList<>();
    for (Candidate candidate : next.candidates()) {
      int inLane = lanes.merge(job.laneFor(candidate.lane()), 1, Integer::sum);
      if (inLane > OUTSTANDING_PER_LANE) {
        return new Found(fitting, candidate.id() - 1);
      }
      fitting.add(candidate);
    }
    return new Found(fitting, next.cursor());
  }

  /// Answers how many were queued.
  private int enqueue(Tx tx, Job job, Found found) {
    if (!jobs.advance(tx, job, found.cursor())) {
      return 0;
    }
    int copies = 0;
    for (Candidate candidate : found.candidates()) {
      if (book.find(candidate.lane().owner()).isEmpty()) {
        // Nobody waits for it any more, and there is no secret left to sign it with.
        exceptions.discard(tx, candidate.id());
      } else {
        Optional<OutboxEntry> copy = jobs.copy(tx, job, candidate);
        if (copy.isPresent()) {
          dispatcher.handOverAfterCommit(tx, copy.get(), job.laneFor(candidate.lane()));
          copies++;
        }
      }
    }
    int skipped = found.candidates().size() - copies;
    if (!found.candidates().isEmpty()) {
      jobs.count(tx, job.id(), new Job.Counts(copies, 0, 0, skipped));
    }
    return copies;
  }

  private void finish(Job job) {
    Instant now = clock.instant();
    Job.Counts counts =
        transactions.call(
            tx -> {
              if (jobs.end(tx, job.id(), JobState.DONE, null, now)) {
                exceptions.release(tx, job.id());
              }
              return jobs.find(tx, job.id()).orElse(job).counts();
            });
    log.info(
        "job done job={} queued={} delivered={} failed={} skipped={}",
        job.id(),
        counts.queued(),
        counts.delivered(),
        counts.failed(),
        counts.skipped());
    retire(job);
  }

  /// The job has ended: what it still has in lanes of its own is given up, and nothing of it stays
  /// in memory.
  private void retire(Job job) {
    paces.remove(job.id());
    book.remove(job.id());
    if (job.hasTarget()) {
      dispatcher.ruleChanged(job.owner());
    }
  }

  /// Lets a step in flight end.
  @Override
  public void close() {
    loop.close();
  }
}
