package dev.weft.delivery.redrive;

import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.JobId;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The jobs that run, in memory: where their lanes lead. Asked about a callback rule, it asks on.
public final class RunningJobs implements Endpoints {

  private final Endpoints rules;

  /// Bounded by the jobs that may run.
  private final Map<Long, Job> running = new ConcurrentHashMap<>();

  private volatile Runnable reader = () -> {};

  /// @param jobs those that an earlier process left running
  public RunningJobs(Endpoints rules, List<Job> jobs) {
    this.rules = rules;
    jobs.forEach(this::put);
  }

  /// @param reader reads which jobs run, if another node may have begun or ended some
  void readBy(Runnable reader) {
    this.reader = reader;
  }

  void put(Job job) {
    running.put(job.id(), job);
  }

  void remove(long job) {
    running.remove(job);
  }

  /// Each as it was when it was put in.
  List<Job> running() {
    return List.copyOf(running.values());
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  @Override
  public void refresh() {
    reader.run();
    rules.refresh();
  }

  @Override
  public Optional<Endpoint> find(LaneOwner owner) {
    return switch (owner) {
      case JobId job -> Optional.ofNullable(running.get(job.value())).flatMap(this::endpoint);
      case RuleId rule -> rules.find(rule);
    };
  }

  /// Signed as the rule signs: whoever receives it knows its secret.
  private Optional<Endpoint> endpoint(Job job) {
    @Nullable URI target = job.order().target();
    @Nullable RuleId rule = job.order().selection().rule();
    if (target == null || rule == null) {
      return Optional.empty();
    }
    return rules
        .find(rule)
        .map(
            original ->
                new Endpoint(
                    job.owner(),
                    Job.nameOf(job.owner()),
                    target,
                    true,
                    original.retry(),
                    original.signer()));
  }
}
