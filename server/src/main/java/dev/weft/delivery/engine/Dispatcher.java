package dev.weft.delivery.engine;

import dev.weft.cluster.Leases;
import dev.weft.cluster.PartitionOwner;
import dev.weft.cluster.Signals;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Backlog;
import dev.weft.delivery.DeliveryListener;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.Outbox;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.engine.Settler.Settlement;
import dev.weft.delivery.lane.LaneQueue;
import dev.weft.delivery.lane.Lanes;
import dev.weft.delivery.lane.OwnerLanes;
import dev.weft.loop.Loops;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what the outbox holds: the facade of this package, where its parts are made and joined.
///
/// What may be attempted is decided by [Lanes], under the one lock of [SharedLanes]. Each attempt
/// runs on a virtual thread of its own ([LaneWorker]), and its lane moves on when [Settler] has
/// made it durable.
public final class Dispatcher implements Outbox, PartitionOwner {

  /// How long closing waits for what it has broken off.
  private static final Duration BREAK_OFF = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Sender sender;
  private final Leases leases;
  private final Signals signals;
  private final Listeners listeners;
  private final SharedLanes lanes;
  private final HandOver handOver;
  private final Settler settler;
  private final LaneWorker worker;
  private final LaneSweeper sweeper;
  private final Discarder discarder;
  private final TestDelivery testDelivery;
  private final SettlementNotifier notifier;
  private final DeliveryTimer timer;
  private final BacklogLoader backlogLoader;
  private final Loops loops;

  /// @param leases what is delivered here
  /// @param signals tells the node that delivers it of what is not
  public Dispatcher(
      Transactions transactions,
      DeliveryStore store,
      Endpoints endpoints,
      Sender sender,
      Clock clock,
      DeliveryListener listener,
      SettleStep settleStep,
      DeliverySettings settings,
      Leases leases,
      Signals signals,
      Loops loops) {
    this.loops = loops;
    this.transactions = transactions;
    this.store = store;
    this.sender = sender;
    this.leases = leases;
    this.signals = signals;
    listeners = new Listeners(listener);
    lanes =
        new SharedLanes(
            shared -> new Lanes(settings, endpoints, leases, threads(shared), clock), loops);
    handOver = new HandOver(store, leases, signals, lanes);
    settler = new Settler(transactions, store, settleStep, this::settled, loops);
    Attempter attempter = new Attempter(sender, clock, listeners);
    worker = new LaneWorker(transactions, store, lanes, attempter, settler, leases, clock);
    sweeper = new LaneSweeper(transactions, store, lanes);
    discarder = new Discarder(transactions, store, endpoints, lanes);
    testDelivery = new TestDelivery(transactions, store, endpoints, attempter, settler);
    notifier = new SettlementNotifier(lanes, signals, testDelivery, listeners, clock);
    timer = new DeliveryTimer(transactions, store, lanes, clock, loops);
    backlogLoader = new BacklogLoader(transactions, store, lanes, clock, loops);
  }

  /// Begins to deliver, with what an earlier process left behind. Nothing may be added before.
  public void start() {
    settler.start();
    backlogLoader.now(handOver::start);
    backlogLoader.start();
    timer.start();
  }

  @Override
  public OutboxEntry add(Tx tx, NewDelivery delivery) {
    return handOver.add(tx, delivery);
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    handOver.offer(tx, delivery);
  }

  /// Takes an entry that `tx` has put into the outbox without [#add].
  public void handOverAfterCommit(Tx tx, OutboxEntry entry, Lane lane) {
    handOver.afterCommit(tx, entry, lane);
  }

  /// A delivery has become durable on another node.
  public void arrived(Lane lane, long delivery) {
    handOver.arrived(lane, delivery);
  }

  /// A job has begun or ended here.
  public void jobsChanged() {
    signals.jobsChanged();
  }

  /// Looks how rules stand on other nodes.
  public void followHealth() {
    backlogLoader.unhealthy();
  }

  /// Partitions have come to this node.
  @Override
  public void load() {
    backlogLoader.soon();
  }

  /// Partitions have gone, or are about to. Nothing more begins in them.
  @Override
  public void released() {
    lanes.update(Lanes::released);
  }

  /// The leases were over and are valid again.
  @Override
  public void leasesValid() {
    lanes.update(Lanes::leasesValid);
  }

  /// The leases are over: what is in flight is broken off, so that it does not meet what the next
  /// owner of its partition begins.
  @Override
  public void leasesOver() {
    sender.abandon();
  }

  /// The partitions in which an attempt is in flight, or not yet durable.
  @Override
  public BitSet partitionsInFlight() {
    return lanes.ask(Lanes::partitionsInFlight);
  }

  /// Attempts `delivery` once, at once, and answers what came of it when this is durable. It is in
  /// nobody's order and is not held back with its rule: this is the test button.
  public Attempt test(NewDelivery delivery) {
    Attempt attempt = testDelivery.send(delivery);
    if (attempt.outcome() instanceof Outcome.Acknowledged) {
      lanes.update(all -> all.succeeded(delivery.lane()));
    }
    return attempt;
  }

  /// Makes all retries of a rule now that wait for later, in order, here and on other nodes. One
  /// that fails counts for nothing: it is made again at its time.
  public void retryNow(LaneOwner owner) {
    retriedNow(owner);
    signals.retryNow(owner.number());
  }

  /// The retries of a rule are to be made now: another node was asked for it.
  public void retriedNow(LaneOwner owner) {
    lanes.update(all -> all.retryNow(owner));
  }

  /// The same for one lane.
  public void retryNow(Lane lane) {
    if (leases.epoch(lane.partition()) == Leases.NONE) {
      signals.retryNow(lane.owner().number());
    } else {
      lanes.update(all -> all.retryNow(lane));
    }
  }

  /// What the callbacks of a lane wait for; empty if it has none. Reads the store.
  public Optional<LaneWait> waiting(Lane lane) {
    return transactions.read(snapshot -> store.pending(snapshot, lane, 0, 1)).stream()
        .findFirst()
        .map(
            head -> {
              Instant probe = lanes.ask(all -> all.nextProbe(lane.owner()));
              return new LaneWait(
                  head, health(lane.owner()), probe.equals(Instant.MAX) ? null : probe);
            });
  }

  /// A person has changed the rule, which [resumes][#resume] it. To be called after every change of
  /// a rule, its deletion among them.
  public void ruleChanged(LaneOwner owner) {
    ruleFollowed(owner);
    resume(owner);
  }

  /// The rule was changed on another node, which resumes it there and here.
  public void ruleFollowed(LaneOwner owner) {
    lanes.update(all -> all.changed(owner));
  }

  /// Ends a pause, a ban or an open circuit, and forgets what led to it. What was held back
  /// meanwhile leaves now, in order.
  public void resume(LaneOwner owner) {
    transactions.run(tx -> store.resume(tx, owner));
    resumed(owner);
    signals.resumed(owner.number());
  }

  /// The rule was resumed, here or on another node.
  public void resumed(LaneOwner owner) {
    lanes.update(all -> all.resumed(owner));
  }

  /// To be called when the clock was moved: what has become due by that leaves at once. Clocks of
  /// tests do that; a real one that steps is noticed within a second.
  public void clockMoved() {
    lanes.clockMoved();
  }

  /// How a rule does with its endpoint now.
  public EndpointHealth health(LaneOwner owner) {
    return lanes.ask(all -> all.health(owner));
  }

  /// The rules with anything in hand or on record that do not deliver as usual, and how they stand.
  public Map<LaneOwner, EndpointHealth> unhealthy() {
    return lanes.ask(Lanes::unhealthy);
  }

  /// What is undelivered. Counts in the store: for an occasional look.
  public Backlog backlog() {
    return transactions.read(store::backlog);
  }

  /// Attempts in flight now.
  public int attemptsInFlight() {
    return lanes.ask(Lanes::attemptsInFlight);
  }

  /// Whether nothing happens before the time after `now`: for tests that own the clock.
  boolean isQuiet(Instant now) {
    return lanes.ask(
        all ->
            all.attemptsInFlight() == 0
                && all.partitionsInFlight().isEmpty()
                && !all.isReading()
                && all.nextWake().isAfter(now));
  }

  /// Lanes in memory now.
  public int lanesInMemory() {
    return lanes.ask(Lanes::lanesInMemory);
  }

  /// Bytes of bodies in memory now.
  public long bytesInMemory() {
    return lanes.ask(Lanes::bytesInMemory);
  }

  /// Starts no further attempt, gives those in flight `grace` to end, and abandons the rest: they
  /// are still pending in the store.
  public void close(Duration grace) {
    try {
      backlogLoader.close();
      lanes.stop();
      if (!lanes.awaitQuiet(grace)) {
        abandon();
      }
      settler.close();
      timer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void abandon() throws InterruptedException {
    worker.abandon();
    log.info("abandoned attempts={}", attemptsInFlight());
    sender.abandon();
    boolean quiet = lanes.awaitQuiet(BREAK_OFF);
    log.debug("broken off quiet={}", quiet);
  }

  private void settled(List<Settlement> settlements) {
    notifier.settled(settlements);
  }

  /// What the parts do that are made after the lanes.
  private LaneThreads threads(SharedLanes shared) {
    return new LaneThreads(
        shared, listeners, loops, this::takeTurn, this::sweep, this::resume, this::discard);
  }

  private void takeTurn(LaneQueue lane) {
    worker.run(lane);
  }

  private void sweep(OwnerLanes owner) {
    sweeper.sweep(owner);
  }

  private void resume(OwnerLanes owner) {
    resume(owner.id());
  }

  private void discard(OwnerLanes owner) {
    discarder.discard(owner);
  }
}
