package dev.weft.delivery;

import dev.weft.delivery.Settler.Settlement;
import dev.weft.tx.Transactions;
import dev.weft.tx.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what the outbox holds: hands each lane's head to the [Sender], asks the policy what the
/// outcome means, and makes it durable before the lane moves on.
///
/// Each attempt runs on a virtual thread of its own. What may run is decided by [Lanes], under one
/// lock that is never held while something waits.
public final class Dispatcher implements Outbox {

  /// Lanes read by one step of a sweep: some milliseconds of reading.
  private static final int LANES_PER_SWEEP = 256;

  /// Rows read at once of those whose retry falls due.
  private static final int ROWS_PER_POLL = 256;

  /// How often the store is asked for what falls due there. What is in memory has its own alarms.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// The wait of a lane that could not be read from the store.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /// Rows given up in one transaction when a rule is deleted, so that no writer waits long.
  private static final int ROWS_PER_DISCARD = 500;

  /// Tests under way at once: they run beside the limits of their rules.
  private static final int MAX_TESTS = 16;

  /// How long closing waits for what it has broken off.
  private static final Duration BREAK_OFF = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Transactions transactions;
  private final DeliveryStore store;
  private final Endpoints endpoints;
  private final Sender sender;
  private final Clock clock;
  private final DeliveryListener listener;
  private final Settler settler;
  private final Semaphore tests = new Semaphore(MAX_TESTS);
  private final Map<Long, CompletableFuture<Attempt>> testers = new ConcurrentHashMap<>();
  private final Thread timer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition quiet = lock.newCondition();
  private final Condition earlier = lock.newCondition();
  private final Lanes lanes;
  private boolean started;
  private boolean closing;
  private boolean abandoned;
  private Instant timerSleepsUntil = Instant.MIN;
  private Instant polledUntil;
  private long polledId;

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
    this.endpoints = endpoints;
    this.sender = sender;
    this.clock = clock;
    this.listener = listener;
    this.polledUntil = clock.instant();
    this.settler = new Settler(transactions, store, settleStep, this::settled);
    this.lanes = new Lanes(settings, new OnVirtualThreads());
    this.timer = Thread.ofPlatform().name("weft-delivery-timer").daemon().unstarted(this::tick);
  }

  /// Begins to deliver, with what an earlier process left behind. Nothing may be added before.
  public void start() {
    settler.start();
    List<RuleId> rules = transactions.read(store::rules);
    Map<RuleId, String> paused = transactions.read(store::paused);
    lock.lock();
    try {
      started = true;
      paused.keySet().forEach(lanes::hold);
      rules.forEach(lanes::adopt);
    } finally {
      lock.unlock();
    }
    timer.start();
  }

  @Override
  public void add(Tx tx, NewDelivery delivery) {
    Delivery added = store.add(tx, delivery, Kind.LIVE);
    tx.afterCommit(() -> handOver(added));
  }

  /// Takes deliveries that `tx` has put into the outbox without [#add], in the order of their ids.
  void enqueue(Tx tx, List<Delivery> added) {
    tx.afterCommit(() -> added.forEach(this::handOver));
  }

  private void handOver(Delivery delivery) {
    lock.lock();
    try {
      // Before the start it is found in the store like everything else that waits there.
      if (started) {
        lanes.handOver(delivery);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Attempts `delivery` once, at once, and answers what came of it when this is durable. It is in
  /// nobody's order and is not held back with its rule: this is the test button.
  public Attempt test(NewDelivery delivery) {
    tests.acquireUninterruptibly();
    try {
      Delivery added = transactions.call(tx -> store.add(tx, delivery, Kind.TEST));
      CompletableFuture<Attempt> durable = new CompletableFuture<>();
      testers.put(added.id(), durable);
      try {
        Endpoint endpoint =
            endpoints
                .find(delivery.lane().rule())
                .orElseThrow(() -> new IllegalArgumentException("no such rule"));
        settler.add(new Settlement(attempt(endpoint, added), null));
        return durable.join();
      } finally {
        testers.remove(added.id());
      }
    } finally {
      tests.release();
    }
  }

  /// A person has changed the rule: a pause ends, and what was held back or put aside is looked at
  /// anew. To be called after every change of a rule, its deletion among them.
  public void ruleChanged(RuleId rule) {
    transactions.run(tx -> store.resume(tx, rule));
    lock.lock();
    try {
      lanes.release(rule);
    } finally {
      lock.unlock();
    }
  }

  /// The rules that stand still since an endpoint answered 410, and why.
  public Map<RuleId, String> pausedRules() {
    return transactions.read(store::paused);
  }

  /// What is undelivered. Counts in the store: for an occasional look.
  public Backlog backlog() {
    return transactions.read(store::backlog);
  }

  /// Attempts under way now.
  public int attemptsUnderWay() {
    lock.lock();
    try {
      return lanes.attemptsUnderWay();
    } finally {
      lock.unlock();
    }
  }

  /// Lanes in memory now.
  public int lanesInMemory() {
    lock.lock();
    try {
      return lanes.lanesInMemory();
    } finally {
      lock.unlock();
    }
  }

  /// Bytes of bodies in memory now.
  public long bytesInMemory() {
    lock.lock();
    try {
      return lanes.bytesInMemory();
    } finally {
      lock.unlock();
    }
  }

  /// Starts no further attempt, gives those under way `grace` to end, and abandons the rest: they
  /// are still pending in the store.
  public void close(Duration grace) {
    try {
      stop();
      if (!awaitQuiet(grace)) {
        abandon();
      }
      settler.close();
      timer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    lock.lock();
    try {
      closing = true;
      lanes.stop();
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitQuiet(Duration within) throws InterruptedException {
    lock.lock();
    try {
      long nanos = within.toNanos();
      while (lanes.attemptsUnderWay() > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = quiet.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void abandon() throws InterruptedException {
    lock.lock();
    try {
      abandoned = true;
      log.info("abandoned attempts={}", lanes.attemptsUnderWay());
    } finally {
      lock.unlock();
    }
    sender.abandon();
    awaitQuiet(BREAK_OFF);
  }

  private void work(LaneQueue lane) {
    try {
      @Nullable Delivery head = head(lane);
      if (head == null) {
        giveBack(lane, null);
        return;
      }
      long releases = releases();
      Optional<Endpoint> endpoint = endpoints.find(lane.lane().rule());
      if (endpoint.isEmpty() || !endpoint.get().enabled()) {
        holdBack(lane, releases, endpoint.isEmpty());
      } else {
        attemptIfDue(lane, endpoint.get(), head);
      }
    } catch (RuntimeException e) {
      // The store could not be read. The delivery is where it was, and so is its lane's order.
      log.error("lane failed reason=\"{}\"", e.getMessage(), e);
      giveBack(lane, clock.instant().plus(AFTER_FAILURE));
    }
  }

  private long releases() {
    lock.lock();
    try {
      return lanes.releases();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Delivery head(LaneQueue lane) {
    int limit;
    long after;
    lock.lock();
    try {
      if (lane.head() != null || !lane.behind()) {
        return lane.head();
      }
      limit = lanes.beginReading(lane);
      after = lane.lastSeen();
    } finally {
      lock.unlock();
    }
    List<Delivery> rows =
        transactions.read(snapshot -> store.pending(snapshot, lane.lane(), after, limit));
    lock.lock();
    try {
      lanes.read(lane, rows, limit);
      return lane.head();
    } finally {
      lock.unlock();
    }
  }

  private void attemptIfDue(LaneQueue lane, Endpoint endpoint, Delivery head) {
    Instant due = endpoint.retry().due(head);
    if (due.isAfter(clock.instant())) {
      giveBack(lane, due);
      return;
    }
    Attempt attempt = attempt(endpoint, head);
    lock.lock();
    try {
      if (!abandoned) {
        settler.add(new Settlement(attempt, lane));
      }
      lanes.answered(lane);
      tellWhoWaits();
    } finally {
      lock.unlock();
    }
  }

  private void tellWhoWaits() {
    if (closing && lanes.attemptsUnderWay() == 0) {
      quiet.signalAll();
    }
    @Nullable Instant wake = lanes.nextWake();
    if (wake != null && wake.isBefore(timerSleepsUntil)) {
      earlier.signal();
    }
  }

  private Attempt attempt(Endpoint endpoint, Delivery delivery) {
    Instant started = clock.instant();
    Outcome outcome = send(endpoint, delivery);
    Verdict verdict = endpoint.retry().judge(delivery, outcome, clock.instant());
    Attempt attempt = new Attempt(delivery, started, outcome, verdict);
    AttemptLog.write(endpoint, attempt);
    tell(() -> listener.attempted(endpoint, attempt));
    return attempt;
  }

  private Outcome send(Endpoint endpoint, Delivery delivery) {
    try {
      return sender.send(endpoint, delivery);
    } catch (RuntimeException e) {
      // A fault of ours must not stop the lane for ever: the policy decides as for any other.
      log.error("sending failed call={} reason=\"{}\"", delivery.callId(), e.getMessage(), e);
      return new Outcome.Unreachable(Failure.BROKEN, "internal error: " + e, Timings.NONE);
    }
  }

  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      log.warn("listener failed reason=\"{}\"", e.getMessage(), e);
    }
  }

  /// Ends a turn without an attempt; the lane's next turn is at `next` or, if null, when it can.
  private void giveBack(LaneQueue lane, @Nullable Instant next) {
    lock.lock();
    try {
      lanes.answered(lane);
      if (next == null) {
        lanes.goOn(lane);
      } else {
        lanes.putOff(lane, next, clock.instant());
      }
      tellWhoWaits();
    } finally {
      lock.unlock();
    }
  }

  /// @param releases as counted before the rule was looked up: if one came since, look again
  private void holdBack(LaneQueue lane, long releases, boolean deleted) {
    lock.lock();
    try {
      RuleId rule = lane.lane().rule();
      if (lanes.releases() == releases && !lanes.isHeld(rule)) {
        lanes.hold(rule);
        if (deleted) {
          Thread.ofVirtual().name("weft-discard").start(() -> discard(rule));
        }
      }
    } finally {
      lock.unlock();
    }
    giveBack(lane, null);
  }

  /// The rule was deleted: nobody waits for its callbacks any more.
  private void discard(RuleId rule) {
    int all = 0;
    try {
      int some;
      do {
        some = transactions.call(tx -> store.discard(tx, rule, ROWS_PER_DISCARD));
        all += some;
      } while (some == ROWS_PER_DISCARD);
    } catch (RuntimeException e) {
      // The rest stays pending and is held; the next start discards it.
      log.error("discarding failed rule={} reason=\"{}\"", rule.value(), e.getMessage());
      return;
    }
    log.info("discarded rule={} callbacks={} reason=\"the rule is gone\"", rule.value(), all);
    lock.lock();
    try {
      lanes.release(rule);
    } finally {
      lock.unlock();
    }
  }

  private void settled(List<Settlement> settlements) {
    Instant now = clock.instant();
    lock.lock();
    try {
      for (Settlement settlement : settlements) {
        @Nullable LaneQueue lane = settlement.lane();
        if (lane != null) {
          lanes.settled(lane, settlement.attempt(), now);
        }
      }
      tellWhoWaits();
    } finally {
      lock.unlock();
    }
    for (Settlement settlement : settlements) {
      Attempt attempt = settlement.attempt();
      @Nullable CompletableFuture<Attempt> tester = testers.get(attempt.delivery().id());
      if (tester != null) {
        tester.complete(attempt);
      }
      tell(() -> listener.settled(attempt));
    }
  }

  private void tick() {
    Instant nextPoll = clock.instant();
    while (true) {
      Instant now = clock.instant();
      lock.lock();
      try {
        if (closing) {
          return;
        }
        lanes.wake(now);
        if (now.isBefore(nextPoll)) {
          awaitTime(nextPoll);
          continue;
        }
        lanes.tidy();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
      poll(now);
      nextPoll = now.plus(POLL);
    }
  }

  /// Returns at `latest`, or before it when a lane is to be woken.
  private void awaitTime(Instant latest) throws InterruptedException {
    while (!closing) {
      @Nullable Instant wake = lanes.nextWake();
      timerSleepsUntil = wake == null || wake.isAfter(latest) ? latest : wake;
      long nanos = Duration.between(clock.instant(), timerSleepsUntil).toNanos();
      if (nanos <= 0) {
        return;
      }
      long _ = earlier.awaitNanos(nanos);
    }
  }

  /// Finds what falls due of lanes that are only in the store. Each due time is passed once.
  private void poll(Instant now) {
    if (polledUntil.isAfter(now)) {
      // The clock was set back.
      polledUntil = now;
    }
    lock.lock();
    try {
      if (!lanes.spilled()) {
        polledUntil = now;
        polledId = Long.MAX_VALUE;
        return;
      }
    } finally {
      lock.unlock();
    }
    try {
      List<LaneHead> heads;
      do {
        heads =
            transactions.read(
                snapshot -> store.due(snapshot, polledUntil, polledId, now, ROWS_PER_POLL));
        polled(heads, now);
      } while (heads.size() == ROWS_PER_POLL);
    } catch (RuntimeException e) {
      // The next tick asks for the same rows again.
      log.error("polling failed reason=\"{}\"", e.getMessage());
    }
  }

  private void polled(List<LaneHead> heads, Instant now) {
    lock.lock();
    try {
      lanes.due(heads);
    } finally {
      lock.unlock();
    }
    if (heads.size() == ROWS_PER_POLL) {
      LaneHead last = heads.getLast();
      Instant due = last.nextAttempt();
      polledUntil = due == null ? now : due;
      polledId = last.id();
    } else {
      polledUntil = now;
      polledId = Long.MAX_VALUE;
    }
  }

  private void sweep(RuleLanes rule) {
    @Nullable Lane after = rule.cursor;
    try {
      List<LaneHead> heads =
          transactions.read(snapshot -> store.lanes(snapshot, rule.rule(), after, LANES_PER_SWEEP));
      lock.lock();
      try {
        lanes.swept(rule, heads, LANES_PER_SWEEP, clock.instant());
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException e) {
      // The timer asks for another sweep.
      log.error("sweep failed rule={} reason=\"{}\"", rule.rule().value(), e.getMessage());
      lock.lock();
      try {
        lanes.notSwept(rule);
      } finally {
        lock.unlock();
      }
    }
  }

  /// Each piece of work on a virtual thread of its own; their number is bounded by [Lanes].
  private final class OnVirtualThreads implements Lanes.Work {
    @Override
    public void attempt(LaneQueue lane) {
      Thread.ofVirtual().name("weft-attempt").start(() -> work(lane));
    }

    @Override
    public void sweep(RuleLanes rule) {
      Thread.ofVirtual().name("weft-sweep").start(() -> Dispatcher.this.sweep(rule));
    }
  }
}
