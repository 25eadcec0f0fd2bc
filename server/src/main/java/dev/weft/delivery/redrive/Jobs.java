package dev.weft.delivery.redrive;

import dev.weft.delivery.redrive.JobRefusedException.Kind;
import dev.weft.delivery.redrive.JobStore.Preview;
import dev.weft.outbound.AddressCheck;
import dev.weft.outbound.AddressGuard;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends callbacks once more for whoever asks: makes jobs, shows them, cancels them.
public final class Jobs {

  /// Callbacks a second, unless asked for otherwise: an endpoint that takes 20 ms for one has time
  /// left for what happens live.
  public static final int DEFAULT_RATE = 50;

  public static final int MAX_RATE = 1_000;

  /// Jobs of one app that may run at once; each costs a few readings in every tick.
  static final int MAX_RUNNING = 32;

  /// How long a job can be asked about after its end.
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int FORGOTTEN_AT_ONCE = 500;

  /// The most that one list shows.
  private static final int MAX_LIST = 100;

  /// Deliveries that a preview looks at: about a second of reading.
  private static final long ROWS_PER_PREVIEW = 500_000;

  /// Rows looked at in one reading, which keeps the log of the store from being tidied.
  private static final long ROWS_PER_READING = 20_000;

  private static final Logger log = LoggerFactory.getLogger(Jobs.class);

  private final Transactions transactions;
  private final JobStore store;
  private final ExceptionStore exceptions;
  private final RunningJobs runningJobs;
  private final JobRunner runner;
  private final AddressGuard guard;
  private final Clock clock;

  public Jobs(
      Transactions transactions,
      JobStore store,
      ExceptionStore exceptions,
      RunningJobs runningJobs,
      JobRunner runner,
      AddressGuard guard,
      Clock clock) {
    this.transactions = transactions;
    this.store = store;
    this.exceptions = exceptions;
    this.runningJobs = runningJobs;
    this.runner = runner;
    this.guard = guard;
    this.clock = clock;
  }

  /// What a job would send.
  ///
  /// @param exact false if there may be more: only the newest deliveries were looked at
  public record Outlook(Preview found, boolean exact) {}

  /// Starts to send what `selection` finds.
  ///
  /// @throws JobRefusedException if it is not taken
  public Job start(long app, JobKind kind, Selection selection, @Nullable URI target, int rate) {
    checkTarget(target);
    return begin(app, kind, selection, target, rate);
  }

  /// Checks the URL that callbacks are to be sent to; null for none. That asks a name server, so it
  /// stays outside of units of work.
  ///
  /// @throws JobRefusedException if it may not be called
  public void checkTarget(@Nullable URI target) {
    if (target == null) {
      return;
    }
    switch (guard.check(target)) {
      case AddressCheck.Permitted() -> {}
      case AddressCheck.Refused(String sentence) ->
          throw new JobRefusedException(Kind.TARGET, sentence);
    }
  }

  /// Starts to send what `selection` finds, to a target that [was checked][#checkTarget] before.
  ///
  /// @throws JobRefusedException if it is not taken
  public Job begin(long app, JobKind kind, Selection selection, @Nullable URI target, int rate) {
    return startAll(List.of(new NewJob(app, kind, selection, target, rate, clock.instant())))
        .getFirst();
  }

  /// Starts all of them, which are of one app, or none. Their targets were checked before.
  List<Job> startAll(List<NewJob> orders) {
    orders.forEach(this::check);
    List<Job> jobs = transactions.call(tx -> add(tx, orders));
    transactions.afterwards(() -> tell(jobs));
    return jobs;
  }

  private void tell(List<Job> jobs) {
    for (Job job : jobs) {
      log.info(
          "job started job={} kind={} app={} rate={}",
          job.id(),
          job.order().kind(),
          job.order().app(),
          job.order().rate());
    }
    runner.wake();
  }

  private void check(NewJob order) {
    if (order.rate() < 1 || order.rate() > MAX_RATE) {
      throw new JobRefusedException(Kind.BAD, "rate must be 1 to " + MAX_RATE);
    }
    if (order.target() != null && order.selection().rule() == null) {
      throw new JobRefusedException(
          Kind.BAD, "to another URL go the callbacks of one rule, signed with its secret: name it");
    }
  }

  private List<Job> add(Tx tx, List<NewJob> orders) {
    if (store.running(tx, orders.getFirst().app()) + orders.size() > MAX_RUNNING) {
      throw new JobRefusedException(
          Kind.TOO_MANY,
          "the app may have " + MAX_RUNNING + " jobs running: wait for one to end, or cancel it");
    }
    List<Job> jobs = new ArrayList<>();
    for (NewJob order : orders) {
      Job job = store.add(tx, order);
      tx.afterCommit(() -> runningJobs.put(job));
      jobs.add(job);
    }
    return jobs;
  }

  /// What a job would send. Nothing is sent, and nothing written.
  public Outlook preview(Selection.Matching selection) {
    long newest = transactions.read(store::newest);
    boolean indexed = !selection.calls().isEmpty() || selection.filter().subject() != null;
    if (indexed) {
      return new Outlook(count(selection, 0, newest), true);
    }
    long end = Math.max(0, newest - ROWS_PER_PREVIEW);
    Preview found = Preview.NONE;
    for (long top = newest; top > end; top -= ROWS_PER_READING) {
      found = found.plus(count(selection, Math.max(end, top - ROWS_PER_READING), top));
    }
    return new Outlook(found, end == 0);
  }

  private Preview count(Selection.Matching selection, long after, long upTo) {
    return transactions.read(snapshot -> store.count(snapshot, selection, after, upTo));
  }

  /// The newest jobs of an app.
  public List<Job> list(long app) {
    return transactions.read(snapshot -> store.list(snapshot, app, MAX_LIST));
  }

  public Optional<Job> find(long app, long job) {
    return transactions
        .read(snapshot -> store.find(snapshot, job))
        .filter(found -> found.order().app() == app);
  }

  /// Ends a job. What it has put into the lanes of callback rules, a bounded number, still goes
  /// out; what is in lanes of its own does not. Answers the job as it is then, ended by this or
  /// before; empty if there is none.
  public Optional<Job> cancel(long app, long job) {
    if (find(app, job).isEmpty()) {
      return Optional.empty();
    }
    transactions.run(
        tx -> {
          if (store.end(tx, job, JobState.CANCELLED, null, clock.instant())) {
            store.find(tx, job).filter(Job::hasTarget).ifPresent(_ -> exceptions.release(tx, job));
            tx.afterCommit(() -> log.info("job cancelled job={}", job));
          }
        });
    runner.wake();
    return find(app, job);
  }

  /// Forgets jobs of long ago.
  void forget() {
    Instant moment = clock.instant().minus(KEPT);
    int some;
    do {
      some = transactions.call(tx -> store.forget(tx, moment, FORGOTTEN_AT_ONCE));
    } while (some == FORGOTTEN_AT_ONCE);
  }

  /// How many jobs run, over all apps.
  public int running() {
    return runningJobs.running().size();
  }
}
