package dev.weft.delivery.redrive;

import dev.weft.cluster.Leases;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.tx.Transactions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the [RunningJobs] of this node true to the jobs that other nodes begin and end.
public final class JobFollower {

  private final Transactions transactions;
  private final JobStore store;
  private final RunningJobs book;
  private final JobRunner runner;
  private final Dispatcher dispatcher;
  private final Leases leases;

  public JobFollower(
      Transactions transactions,
      JobStore store,
      RunningJobs book,
      JobRunner runner,
      Dispatcher dispatcher,
      Leases leases) {
    this.transactions = transactions;
    this.store = store;
    this.book = book;
    this.runner = runner;
    this.dispatcher = dispatcher;
    this.leases = leases;
    book.readBy(this::refresh);
  }

  /// Looks which jobs run.
  public void refresh() {
    List<Job> known = book.running();
    List<Job> running = transactions.read(store::running);
    Set<Long> ids = running.stream().map(Job::id).collect(Collectors.toSet());
    Set<Long> before = known.stream().map(Job::id).collect(Collectors.toSet());
    // Known before they were looked for, so that one that has just begun here is not taken for
    // over.
    if (!leases.isLeader()) {
      // Otherwise the runner of this node ends them.
      known.stream().filter(job -> !ids.contains(job.id())).forEach(this::forget);
    }
    List<Job> fresh = running.stream().filter(job -> !before.contains(job.id())).toList();
    fresh.forEach(book::put);
    for (Job job : fresh) {
      if (job.hasTarget()) {
        dispatcher.ruleFollowed(job.owner());
      }
    }
    if (!fresh.isEmpty()) {
      runner.look();
    }
  }

  private void forget(Job job) {
    book.remove(job.id());
    if (job.hasTarget()) {
      dispatcher.ruleFollowed(job.owner());
    }
  }
}
