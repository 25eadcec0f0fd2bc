package dev.weft.delivery;

import dev.weft.delivery.Settler.Settlement;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what the outbox holds: the front door of this room, where its parts are made and
/// joined.
///
/// What may be attempted is decided by [Lanes], under the one lock of [SharedLanes]. Each attempt
/// runs on a virtual thread of its own ([LaneWorker]), and its lane moves on when [Settler] has
/// made it durable.
public final class Dispatcher implements Outbox {

  /// How long closing waits for what it has broken off.
  private static final Duration BREAK_OFF = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Sender sender;
  private final Clock clock;
  private final Listeners listeners;
  private final SharedLanes lanes;
  private final Settler settler;
  private final LaneWorker worker;
  private final LaneSweeper sweeper;
  private final Discarder discarder;
  private final TestButton testButton;
  private final DeliveryTimer timer;
  private volatile boolean started;

  public Dispatcher(
      Transactions transactions,
      DeliveryStore store,
      Endpoints endpoints,
      Sender sender,
      Clock clock,
      DeliveryListener listener,
      SettleStep settleStep,
      DeliverySettings settings) {
    this.transactions = transactions;
    this.store = store;
    this.sender = sender;
    this.clock = clock;
    listeners = new Listeners(listener);
    lanes =
        new SharedLanes(
            shared -> new Lanes(settings, endpoints, new OnVirtualThreads(shared), clock));
    settler = new Settler(transactions, store, settleStep, this::settled);
    Attempter attempter = new Attempter(sender, clock, listeners);
    worker = new LaneWorker(transactions, store, lanes, attempter, settler, clock);
    sweeper = new LaneSweeper(transactions, store, lanes);
    discarder = new Discarder(transactions, store, lanes);
    testButton = new TestButton(transactions, store, endpoints, attempter, settler);
    timer = new DeliveryTimer(transactions, store, lanes, clock);
  }

  /// Begins to deliver, with what an earlier process left behind. Nothing may be added before.
  public void start() {
    settler.start();
    List<RuleId> rules = transactions.read(store::rules);
    Map<RuleId, Standing.Paused> paused = transactions.read(store::paused);
    Instant remembered = clock.instant().minus(BanPolicy.REMEMBERED);
    Map<RuleId, List<Ban>> bans = transactions.read(snapshot -> store.bans(snapshot, remembered));
    lanes.tell(
        all -> {
          started = true;
          paused.forEach(all::adoptPaused);
          bans.forEach(all::adoptBanned);
          rules.forEach(all::adopt);
        });
    timer.start();
  }

  @Override
  public void add(Tx tx, NewDelivery delivery) {
    Delivery added = store.add(tx, delivery, Kind.LIVE);
    tx.afterCommit(() -> handOver(added));
  }

  @Override
  public void offer(Tx tx, NewDelivery delivery) {
    store.offer(tx, delivery);
  }

  /// Takes deliveries that `tx` has put into the outbox without [#add], in the order of their ids.
  void enqueue(Tx tx, List<Delivery> added) {
    tx.afterCommit(() -> added.forEach(this::handOver));
  }

  private void handOver(Delivery delivery) {
    // Before the start it is found in the store like everything else that waits there.
    if (started) {
      if (transactions.tellsInOrder()) {
        lanes.tell(all -> all.handOver(delivery));
      } else {
        lanes.tell(all -> all.told(delivery.lane(), delivery.id()));
      }
    }
  }

  /// Attempts `delivery` once, at once, and answers what came of it when this is durable. It is in
  /// nobody's order and is not held back with its rule: this is the test button.
  public Attempt test(NewDelivery delivery) {
    return testButton.press(delivery);
  }

  /// A person has changed the rule, which [resumes][#resume] it. To be called after every change of
  /// a rule, its deletion among them.
  public void ruleChanged(RuleId rule) {
    lanes.tell(all -> all.changed(rule));
    resume(rule);
  }

  /// Ends a pause, a ban or an open circuit, and forgets what led to it. What was held back
  /// meanwhile leaves now, in order.
  public void resume(RuleId rule) {
    transactions.run(tx -> store.resume(tx, rule));
    lanes.tell(all -> all.resumed(rule));
  }

  /// How a rule stands with its endpoint now.
  public Standing standing(RuleId rule) {
    return lanes.ask(all -> all.standing(rule));
  }

  /// The rules with anything in hand or on record that do not deliver as usual, and how they stand.
  public Map<RuleId, Standing> standings() {
    return lanes.ask(Lanes::standings);
  }

  /// What is undelivered. Counts in the store: for an occasional look.
  public Backlog backlog() {
    return transactions.read(store::backlog);
  }

  /// Attempts under way now.
  public int attemptsUnderWay() {
    return lanes.ask(Lanes::attemptsUnderWay);
  }

  /// Lanes in memory now.
  public int lanesInMemory() {
    return lanes.ask(Lanes::lanesInMemory);
  }

  /// Bytes of bodies in memory now.
  public long bytesInMemory() {
    return lanes.ask(Lanes::bytesInMemory);
  }

  /// Starts no further attempt, gives those under way `grace` to end, and abandons the rest: they
  /// are still pending in the store.
  public void close(Duration grace) {
    try {
      lanes.stop();
      if (!lanes.awaitQuiet(grace)) {
        abandon();
      }
      settler.close();
      timer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void abandon() throws InterruptedException {
    worker.abandon();
    log.info("abandoned attempts={}", attemptsUnderWay());
    sender.abandon();
    boolean quiet = lanes.awaitQuiet(BREAK_OFF);
    log.debug("broken off quiet={}", quiet);
  }

  private void settled(List<Settlement> settlements) {
    lanes.tell(
        all -> {
          for (Settlement settlement : settlements) {
            @Nullable LaneQueue lane = settlement.lane();
            if (lane != null) {
              all.settled(lane, settlement.attempt());
            }
          }
        });
    listeners.tell(listener -> listener.settledTogether(settlements.size()));
    for (Settlement settlement : settlements) {
      testButton.settled(settlement.attempt());
      listeners.tell(listener -> listener.settled(settlement.attempt()));
    }
  }

  /// Each piece of work on a virtual thread of its own; their number is bounded by [Lanes].
  private final class OnVirtualThreads implements Lanes.Work {
    private final SharedLanes shared;

    OnVirtualThreads(SharedLanes shared) {
      this.shared = shared;
    }

    @Override
    public void attempt(LaneQueue lane) {
      Thread.ofVirtual().name("weft-attempt").start(() -> worker.run(lane));
    }

    @Override
    public void sweep(RuleLanes rule) {
      Thread.ofVirtual().name("weft-sweep").start(() -> sweeper.sweep(rule));
    }

    @Override
    public void standingChanged(Endpoint endpoint, Standing standing) {
      shared.afterwards(
          () -> {
            StandingLog.write(endpoint, standing);
            listeners.tell(listener -> listener.standingChanged(endpoint, standing));
          });
    }

    @Override
    public void resume(RuleLanes rule) {
      Thread.ofVirtual().name("weft-resume").start(() -> Dispatcher.this.resume(rule.rule()));
    }

    @Override
    public void discard(RuleLanes rule) {
      Thread.ofVirtual().name("weft-discard").start(() -> discarder.discard(rule));
    }
  }
}
