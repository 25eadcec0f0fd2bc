package dev.weft.delivery.engine;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.Throttle;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The limits of rules, shared among nodes: each node takes the part that its partitions are of
/// all, so that the limit holds over all nodes without a word between them. Conversations are
/// spread over partitions evenly; a rule with few of them may use less than its limit.
///
/// When partitions change hands, the shares follow within seconds. Nobody delivers a partition
/// before its former owner has stopped, so that the shares never come to more than the whole.
public final class NodeShare implements Endpoints, AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Endpoints rules;
  private final Leases leases;
  private final Loop loop;
  private final Set<LaneOwner> limited = ConcurrentHashMap.newKeySet();
  private volatile Consumer<LaneOwner> changed = _ -> {};
  private int last;

  public NodeShare(Endpoints rules, Leases leases, Loops loops) {
    this.rules = rules;
    this.leases = leases;
    this.last = leases.count();
    this.loop = loops.background("node-share", this::look);
  }

  /// From now on `heard` is told of each rule whose share has changed.
  public void start(Consumer<LaneOwner> listener) {
    changed = listener;
    loop.start();
  }

  private Duration look() {
    int count = leases.count();
    if (count != last) {
      last = count;
      limited.forEach(changed);
    }
    return LOOK;
  }

  @Override
  public void refresh() {
    rules.refresh();
  }

  @Override
  public Optional<Endpoint> find(LaneOwner owner) {
    Optional<Endpoint> found = rules.find(owner);
    boolean isLimited =
        found.filter(endpoint -> !endpoint.throttle().equals(Throttle.NONE)).isPresent();
    if (!isLimited) {
      limited.remove(owner);
      return found;
    }
    limited.add(owner);
    return found.map(this::shared);
  }

  private Endpoint shared(Endpoint endpoint) {
    return new Endpoint(
        endpoint.owner(),
        endpoint.name(),
        endpoint.url(),
        endpoint.enabled(),
        endpoint.retry(),
        shareOf(endpoint.throttle(), leases.count()),
        endpoint.signer());
  }

  /// The part of a node that holds `partitions`. An attempt cannot be divided: each node may have
  /// one in flight.
  static Throttle shareOf(Throttle whole, int partitions) {
    if (partitions >= Leases.PARTITIONS || partitions <= 0) {
      return whole;
    }
    double share = (double) partitions / Leases.PARTITIONS;
    @Nullable Integer concurrency = whole.maxConcurrency();
    @Nullable Double perSecond = whole.maxPerSecond();
    return new Throttle(
        concurrency == null ? null : Math.max(1, (int) Math.floor(concurrency * share)),
        perSecond == null ? null : perSecond * share);
  }

  @Override
  public void close() {
    loop.close();
  }
}
