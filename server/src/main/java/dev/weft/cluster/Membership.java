package dev.weft.cluster;

import dev.weft.cluster.NodeStore.NodeRegistration;
import dev.weft.cluster.NodeStore.NodeState;
import dev.weft.cluster.NodeStore.Outcome;
import dev.weft.cluster.NodeStore.Peer;
import dev.weft.cluster.NodeStore.Plan;
import dev.weft.cluster.NodeStore.View;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.tx.StoreFailedException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node among those that share a database: says that it lives, takes its share of the
/// partitions, gives away what is too much, and takes over what the dead have left.
///
/// A partition changes hands in this order: the old owner starts nothing in it any more, waits for
/// what is in flight there, and gives it up; then somebody claims it and reads what is pending. An
/// owner that cannot say that it lives stops when [Leases#LEASE_DURATION] is over, a second before
/// the others may find it dead.
public final class Membership implements AutoCloseable {

  /// Between two signs of life.
  static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(1_500);

  /// Between two looks whether partitions that are given away have become quiet.
  private static final Duration DRAIN = Duration.ofMillis(20);

  /// After a sign of life that did not get through.
  private static final Duration AGAIN = Duration.ofMillis(250);

  /// Without a sign of life for so long, other nodes have taken over.
  private static final Duration WITHIN = Leases.NODE_TIMEOUT.multipliedBy(2);

  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private final NodeStore store;
  private NodeRegistration self;
  private final Leases leases;
  private final PartitionOwner owner;
  private final Signals signals;
  private final IntConsumer renumbered;
  private final FailureDetector failureDetector = new FailureDetector();
  private final BitSet draining = new BitSet();
  private final AtomicLong takeovers = new AtomicLong();
  private final Loop loop;
  private volatile int number;
  private volatile boolean leaving;
  private volatile boolean left;
  private volatile boolean alone;
  private boolean stopped;

  /// The node has entered; it takes no partitions before [#start].
  ///
  /// @param signals tells the other nodes that something has become free
  /// @param renumbered told when the node has to go on with another number, because it was dead for
  ///   so long that somebody else has its own
  public Membership(
      NodeStore store,
      NodeRegistration self,
      int number,
      Leases leases,
      PartitionOwner owner,
      Signals signals,
      IntConsumer renumbered,
      Loops loops) {
    this.store = store;
    this.self = self;
    this.leases = leases;
    this.owner = owner;
    this.signals = signals;
    this.renumbered = renumbered;
    this.number = number;
    this.loop = loops.vital("node", WITHIN, this::turn);
  }

  /// The number of this node, 0 to 255; nobody else who lives has it.
  public int number() {
    return number;
  }

  /// How often this node has taken partitions from one that was dead.
  public long takeovers() {
    return takeovers.get();
  }

  /// True if no other node was there when this one looked last. A node that enters says so, and
  /// this one looks again.
  public boolean isAlone() {
    return alone;
  }

  /// Takes partitions, from now on.
  public void start() {
    loop.start();
    signals.partitionsChanged();
  }

  /// Looks at once what there is to be done. Returns at once.
  public void look() {
    loop.wake();
  }

  private @Nullable Duration turn() {
    Duration pause = left ? Duration.ZERO : tick();
    return left ? null : pause;
  }

  /// Answers how long to wait until the next.
  private Duration tick() {
    long asked = System.nanoTime();
    try {
      Optional<Outcome> outcome = store.beat(number, self.boot(), state(), this::decide);
      if (outcome.isEmpty()) {
        enterAgain();
        return Duration.ZERO;
      }
      apply(outcome.get(), asked + Leases.LEASE_DURATION.toNanos());
      if (outcome.get().free() > 0) {
        signals.partitionsChanged();
      }
      return draining.isEmpty() ? HEARTBEAT_INTERVAL : DRAIN;
    } catch (RuntimeException e) {
      // Whatever it is: who stops trying is dead to the others for good.
      log.warn("sign of life failed left={} reason=\"{}\"", leases.left(), e.getMessage());
      stopIfOver();
      return AGAIN;
    }
  }

  private Plan decide(View view) {
    alone = view.peers().stream().allMatch(peer -> peer.number() == number);
    List<Peer> dead = failureDetector.dead(view.peers(), number, System.nanoTime());
    draining.stream()
        .filter(partition -> !view.held().containsKey(partition))
        .forEach(draining::clear);
    PartitionAssignment balance = PartitionAssignment.of(view, number, dead);
    int excess = leaving ? view.held().size() : balance.excess();
    drain(PartitionAssignment.highest(view.held().keySet(), excess));
    BitSet quiet = (BitSet) draining.clone();
    quiet.andNot(owner.partitionsInFlight());
    return new Plan(dead, quiet.stream().boxed().toList(), leaving ? 0 : balance.claim());
  }

  private NodeState state() {
    return leaving ? NodeState.LEAVING : NodeState.LIVE;
  }

  /// Starts nothing more in these partitions.
  private void drain(List<Integer> partitions) {
    int before = draining.cardinality();
    partitions.forEach(draining::set);
    partitions.forEach(leases::letGo);
    if (draining.cardinality() > before) {
      owner.released();
    }
  }

  private void apply(Outcome outcome, long trust) {
    Map<Integer, Long> held = outcome.held();
    BitSet gained = new BitSet();
    boolean lost = false;
    for (int partition = 0; partition < Leases.PARTITIONS; partition++) {
      if (!held.containsKey(partition)) {
        draining.clear(partition);
      }
      long now = draining.get(partition) ? Leases.NONE : held.getOrDefault(partition, Leases.NONE);
      long before = leases.epoch(partition);
      if (before != now) {
        leases.letGo(partition);
        lost |= before != Leases.NONE;
        gained.set(partition, now != Leases.NONE);
      }
    }
    boolean wasOver = !leases.isValid();
    if (lost) {
      owner.released();
    }
    // Before the time is extended: nothing may go on in an epoch that is over.
    gained.stream()
        .forEach(partition -> leases.hold(partition, held.getOrDefault(partition, Leases.NONE)));
    leases.trustUntil(trust);
    stopped = false;
    if (wasOver) {
      owner.leasesValid();
    }
    if (!gained.isEmpty()) {
      owner.load();
    }
    if (outcome.dead() > 0) {
      takeovers.addAndGet(outcome.dead());
      log.warn("found dead nodes={}", outcome.dead());
    }
    if (lost || !gained.isEmpty()) {
      log.info("partitions held={} gained={}", leases.count(), gained.cardinality());
    }
    if (leaving && held.isEmpty()) {
      left = true;
    }
  }

  /// The leases have run out before anybody heard of this node again.
  private void stopIfOver() {
    if (!leases.isValid() && !stopped) {
      stopped = true;
      log.error("leases over: nothing is attempted until the database answers");
      owner.leasesOver();
    }
  }

  /// Somebody else has the number: this node was thought gone for very long.
  private void enterAgain() {
    for (int partition = 0; partition < Leases.PARTITIONS; partition++) {
      leases.letGo(partition);
    }
    draining.clear();
    owner.released();
    // Perhaps by the same identity, of a folder that was copied: then each would drive out the
    // other.
    self = self.withIdentity(UUID.randomUUID().toString());
    number = store.join(self);
    renumbered.accept(number);
    log.warn("entered again number={}", number);
  }

  /// Gives all partitions away, each as soon as nothing is in flight in it. Those that are not
  /// quiet when `within` is over stay, until [#close].
  public void leave(Duration within) {
    leaving = true;
    loop.wake();
    try {
      boolean _ = loop.join(within);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves. Nothing may be in flight any more.
  @Override
  public void close() {
    leaving = true;
    left = true;
    loop.wake();
    try {
      loop.close();
      Optional<Outcome> _ =
          store.beat(
              number,
              self.boot(),
              NodeState.GONE,
              view -> new Plan(List.of(), List.copyOf(view.held().keySet()), 0));
      signals.partitionsChanged();
    } catch (StoreFailedException e) {
      log.warn("not signed off reason=\"{}\"", e.getMessage());
    }
    store.close();
  }
}
