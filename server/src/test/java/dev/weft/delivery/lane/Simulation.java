package dev.weft.delivery.lane;

import static java.util.Comparator.comparing;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Body;
import dev.weft.delivery.CallId;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DueCursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One schedule of the engine: the real [Lanes], judged by the real policies, on a clock that only
/// this moves, a [ModelStore], and endpoints, store failures, crashes and people who change rules,
/// all drawn from one seed.
///
/// Everything that blocks in the server is here two moments with time in between, so that anything
/// can happen meanwhile. After [#FAULTS] nothing fails any more but what policies allow for, and
/// every callback must come to an end.
final class Simulation {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration FAULTS = Duration.ofSeconds(8);

  /// Everything must have ended by then: longer than all waits of one lane, bans included.
  private static final Duration END = Duration.ofMinutes(40);

  static final int MAX_BODY = 40;

  private final SplittableRandom random;

  /// Whether deliveries are told of in the order of their commits, as SQLite does and PostgreSQL
  /// does not.
  private final boolean inOrder;

  private final @Nullable List<String> trace;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(comparing(Event::at).thenComparingLong(Event::number));
  private final ModelStore store = new ModelStore();
  private final SimulatedEndpoints endpoints;
  private final Map<LaneOwner, Endpoint> rules;
  private final Promises promises;
  private final DeliverySettings settings;
  private Instant now = BEGIN;
  private long numbers;
  private int life;
  private int calls;
  private Instant lastHandOver = BEGIN;
  private long epochs;

  /// On the time of this schedule; made anew in each life.
  private Leases leases = Leases.none(() -> 0);

  // What is lost in a crash.
  private Lanes lanes;
  private DueCursor cursor;
  private List<Settling> toSettle = new ArrayList<>();
  private boolean settling;

  /// So many callbacks and failures that rules are banned for them: too many for every schedule.
  private final boolean storm;

  /// Something that happens to the process of one life, and does not happen when it has died.
  private record Event(Instant at, long number, int life, Runnable action) {}

  private record Settling(LaneQueue lane, Endpoint endpoint, Attempt attempt, @Nullable Ban ban) {

    /// True if it says that the URL is gone to which the rule still sends.
    boolean pauses() {
      @Nullable Endpoint now = lane.owner().endpoint().now();
      return attempt.verdict() instanceof Verdict.Pause
          && (now == null || now.url().equals(endpoint.url()));
    }
  }

  /// @param trace takes a line for each thing that happens, if it is wanted
  Simulation(long seed, @Nullable List<String> trace) {
    this.random = new SplittableRandom(seed);
    this.trace = trace;
    this.inOrder = chance(50);
    this.storm = chance(1);
    int some = storm ? 20 : 1;
    this.settings =
        new DeliverySettings(
            some * (1 + random.nextInt(8)),
            some * (1 + random.nextInt(chance(30) ? 8 : 3)),
            1 + random.nextInt(chance(30) ? 20 : 6),
            1 + random.nextInt(chance(30) ? 10 : 4),
            1 + random.nextInt(3),
            8L * (1 + random.nextInt(200)));
    this.endpoints = new SimulatedEndpoints(random, storm, BEGIN, FAULTS);
    this.rules = endpoints.rules();
    this.promises = new Promises(settings, store, rules, () -> now);
    if (chance(10)) {
      Instant since = now.minusSeconds(60);
      store.ban(null, new RuleId(1), new Ban(1, since, now.plusMillis(random.nextInt(9_000))));
    }
    this.cursor = new DueCursor(now);
    this.lanes = newLanes();
  }

  private Lanes newLanes() {
    leases = Leases.none(() -> Duration.between(BEGIN, now).toNanos());
    leases.trustUntil(Duration.between(BEGIN, BEGIN.plus(END)).toNanos());
    hold();
    return new Lanes(
        settings,
        rule -> Optional.ofNullable(rules.get(rule)),
        leases,
        new SimulatedWork(life),
        () -> now);
  }

  void run() {
    int callbacks = storm ? 300 : 1 + random.nextInt(60);
    int threads = storm ? 20 : 1 + random.nextInt(8);
    // Some come one by one, and some in bursts that meet a reading in flight.
    int spread = chance(50) ? (int) FAULTS.toMillis() : 100;
    int burst = 0;
    for (int i = 0; i < callbacks; i++) {
      if (i % 10 == 0) {
        burst = random.nextInt((int) FAULTS.toMillis() - spread + 1);
      }
      always(burst + random.nextInt(spread), () -> commit(threads));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      always(random.nextInt((int) FAULTS.toMillis()), this::changeSomeRule);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      always(random.nextInt((int) FAULTS.toMillis()), this::crash);
    }
    for (int i = inOrder ? 0 : random.nextInt(3); i > 0; i--) {
      always(random.nextInt((int) FAULTS.toMillis()), this::losePartitions);
      always(random.nextInt((int) FAULTS.toMillis()), this::loseSight);
    }
    always((int) FAULTS.toMillis(), this::peopleLookAfterEverything);
    start();
    while (!events.isEmpty() && now.isBefore(BEGIN.plus(END))) {
      Event event = events.remove();
      now = event.at();
      if (event.life() == life || event.life() < 0) {
        event.action().run();
        promises.always(lanes, leases);
        if (hasEnded()) {
          return;
        }
      }
    }
    throw new Promises.BrokenPromise(
        "pending at the end: %s; in memory: %s"
            .formatted(
                store.pending().map(Delivery::id).toList(),
                lanes.ownersInMemory().stream().map(Simulation::described).toList()));
  }

  private static String described(OwnerLanes owner) {
    return "%s lanes=%d ready=%d inFlight=%d spilled=%s sweepWanted=%s sweeping=%s discarding=%s"
        .formatted(
            owner.id(),
            owner.memory().size(),
            owner.ready().size(),
            owner.limiter().inFlight(),
            owner.stored().isSpilled(),
            owner.stored().isSweepWanted(),
            owner.stored().isSweeping(),
            owner.stored().isDiscarding());
  }

  private boolean hasEnded() {
    return now.isAfter(BEGIN.plus(FAULTS))
        && !store.hasPending()
        && lanes.ownersInMemory().isEmpty()
        && lanes.lanesInMemory() == 0
        && lanes.bytesInMemory() == 0
        && lanes.attemptsInFlight() == 0;
  }

  private boolean faults() {
    return now.isBefore(BEGIN.plus(FAULTS));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /// Happens in whatever life the process then lives.
  private void always(int inMs, Runnable action) {
    events.add(new Event(now.plusMillis(inMs), numbers++, -1, action));
  }

  private void later(int withinMs, Runnable action) {
    at(now.plusMillis(random.nextInt(withinMs + 1)), action);
  }

  private void at(Instant time, Runnable action) {
    events.add(new Event(time, numbers++, life, action));
  }

  private void note(Supplier<String> what) {
    if (trace != null) {
      trace.add(Duration.between(BEGIN, now).toMillis() + " ms: " + what.get());
    }
  }

  private void start() {
    store.paused(null).forEach(lanes::loadPaused);
    store.paused(null).keySet().forEach(promises::paused);
    store.bans(null, now.minus(BanPolicy.REMEMBERED)).forEach(this::loadBanned);
    store.rules(null).forEach(lanes::load);
    timer();
    poll();
  }

  private void loadBanned(LaneOwner rule, List<Ban> bans) {
    lanes.loadBanned(rule, bans);
    bans.forEach(ban -> promises.banned(rule, ban));
  }

  private void crash() {
    note(() -> "crash");
    promises.crashed();
    life++;
    settling = false;
    toSettle = new ArrayList<>();
    cursor = new DueCursor(now);
    lanes = newLanes();
    start();
  }

  private void commit(int threads) {
    LaneOwner rule = new RuleId(1 + random.nextInt(rules.size() + 1));
    if (!rules.containsKey(rule)) {
      return;
    }
    String body = "x".repeat(1 + random.nextInt(MAX_BODY));
    Lane lane = new Lane(rule, "t" + random.nextInt(threads));
    long epoch = leases.epoch(lane.partition());
    OutboxEntry entry =
        store.add(
            null,
            new NewDelivery(
                1,
                lane,
                new CallId("call" + ++calls),
                "send",
                calls,
                "",
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                now),
            Kind.LIVE);
    Delivery added = entry.delivery();
    note(() -> "commit " + added.id() + " " + added.lane());
    Instant soon = now.plusMillis(random.nextInt(20));
    if (!inOrder) {
      at(
          soon,
          () -> {
            note(() -> "tell of " + added.id());
            if (added.id() % 3 == 0 || leases.epoch(lane.partition()) != epoch) {
              lanes.notified(lane, added.id());
            } else {
              lanes.handOver(added, entry.predecessor());
            }
          });
      return;
    }
    // Handed over in commit order, a little later.
    lastHandOver = soon.isAfter(lastHandOver) ? soon : lastHandOver;
    at(
        lastHandOver,
        () -> {
          note(() -> "hand over " + added.id());
          lanes.handOver(added, 0);
        });
  }

  private void hold() {
    epochs++;
    for (int partition = 0; partition < Lane.PARTITIONS; partition++) {
      if (leases.epoch(partition) == Leases.NONE) {
        leases.hold(partition, epochs);
      }
    }
  }

  /// Some partitions go to another node, which does nothing, and come back.
  private void losePartitions() {
    note(() -> "lose partitions");
    for (int partition = 0; partition < Lane.PARTITIONS; partition++) {
      if (chance(50)) {
        leases.letGo(partition);
      }
    }
    lanes.released();
    later(
        1_000,
        () -> {
          note(() -> "partitions are back");
          hold();
          store.rules(null).forEach(lanes::load);
        });
  }

  /// The database is away for so long that nobody can be sure whose the partitions are.
  private void loseSight() {
    note(() -> "leases over");
    leases.trustUntil(Duration.between(BEGIN, now).toNanos());
    later(
        1_000,
        () -> {
          note(() -> "leases valid");
          leases.trustUntil(Duration.between(BEGIN, BEGIN.plus(END)).toNanos());
          lanes.leasesValid();
        });
  }

  private void changeSomeRule() {
    List<LaneOwner> all = List.copyOf(rules.keySet());
    if (all.isEmpty()) {
      return;
    }
    LaneOwner id = all.get(random.nextInt(all.size()));
    Endpoint old = rules.get(id);
    if (chance(25)) {
      note(() -> "delete " + id);
      rules.remove(id);
    } else if (old != null && chance(30)) {
      note(() -> "move " + id);
      rules.put(id, SimulatedEndpoints.moved(old));
    } else if (old != null) {
      boolean enabled = chance(60);
      note(() -> (enabled ? "enable " : "disable ") + id);
      rules.put(id, SimulatedEndpoints.enabled(old, enabled));
    }
    announceChange(id);
  }

  private void announceChange(LaneOwner id) {
    later(
        10,
        () -> {
          lanes.changed(id);
          resumeSoon(id);
        });
  }

  private void resumeSoon(LaneOwner id) {
    later(
        10,
        () -> {
          store.resume(null, id);
          later(10, () -> resumed(id));
        });
  }

  private void resumed(LaneOwner id) {
    note(() -> "resumed " + id);
    promises.resumed(id);
    lanes.resumed(id);
  }

  private void peopleLookAfterEverything() {
    List<LaneOwner> disabled = new ArrayList<>();
    rules.replaceAll(
        (id, old) -> {
          if (!old.enabled()) {
            disabled.add(id);
          }
          return SimulatedEndpoints.enabled(old, true);
        });
    disabled.forEach(this::announceChange);
    resumePaused();
    // A pause may still be on its way from an attempt in flight.
    always(3_000, this::resumePaused);
  }

  private void resumePaused() {
    for (LaneOwner rule : rules.keySet()) {
      if (lanes.health(rule) instanceof EndpointHealth.Paused) {
        announceChange(rule);
      }
    }
  }

  private final class SimulatedWork implements LaneWork {
    private final int of;

    SimulatedWork(int of) {
      this.of = of;
    }

    @Override
    public void attempt(LaneQueue lane) {
      Promises.require(of == life, () -> "a dead process works");
      promises.turn(lane);
      later(3, () -> turn(lane, lanes.next(lane)));
    }

    @Override
    public void healthChanged(Endpoint endpoint, EndpointHealth health) {
      note(() -> endpoint.name() + " is " + health);
    }

    @Override
    public void sweep(OwnerLanes owner) {
      later(5, () -> sweepFrom(owner, owner.stored().cursor()));
    }

    @Override
    public void resume(OwnerLanes owner) {
      resumeSoon(owner.id());
    }

    @Override
    public void discard(OwnerLanes owner) {
      later(5, () -> discardSome(owner));
    }
  }

  private void turn(LaneQueue lane, TurnStep step) {
    switch (step) {
      case TurnStep.Over() -> {}
      case TurnStep.Read(long after, int limit) -> later(5, () -> readRows(lane, after, limit));
      case TurnStep.Attempt(Endpoint endpoint, Delivery head, boolean early) ->
          attempt(lane, endpoint, head, early);
    }
  }

  private void readRows(LaneQueue lane, long after, int limit) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.failed(lane, now.plusMillis(1_000)));
      return;
    }
    List<Delivery> rows = store.pending(null, lane.lane(), after, limit);
    later(
        15,
        () -> {
          lanes.read(lane, rows, limit);
          turn(lane, lanes.next(lane));
        });
  }

  private void attempt(LaneQueue lane, Endpoint endpoint, Delivery head, boolean early) {
    note(() -> "attempt " + head.id() + " number " + head.nextNumber() + (early ? " early" : ""));
    promises.attempt(lane, endpoint, head, early, leases);
    Instant started = now;
    later(
        chance(10) && !storm ? 2_000 : 50,
        () -> {
          Outcome outcome = endpoints.outcome(endpoint, now, faults());
          Verdict verdict = endpoint.retry().judge(head, outcome, now);
          note(() -> "answered " + head.id() + " " + verdict);
          promises.answered(endpoint.owner());
          boolean held = leases.holds(lane.partition(), lane.epoch());
          if (!held && !(verdict instanceof Verdict.Delivered)) {
            promises.mayRepeat(lane.lane());
            lanes.withheld(lane);
            return;
          }
          if (early
              && !(verdict instanceof Verdict.Delivered || verdict instanceof Verdict.Pause)) {
            // It counts for nothing: an attempt of the same number comes again.
            promises.mayRepeat(lane.lane());
            lanes.failedEarly(lane, new Attempt(head, started, outcome, verdict));
            return;
          }
          Attempt attempt = new Attempt(head, started, outcome, verdict);
          @Nullable Ban ban = lanes.answered(lane, attempt);
          if (ban != null) {
            promises.banned(endpoint.owner(), ban);
          }
          toSettle.add(new Settling(lane, endpoint, attempt, ban));
          settleSoon();
        });
  }

  private void settleSoon() {
    if (settling || toSettle.isEmpty()) {
      return;
    }
    settling = true;
    List<Settling> batch = toSettle;
    toSettle = new ArrayList<>();
    later(10, () -> settle(batch));
  }

  private void settle(List<Settling> batch) {
    if (faults() && chance(15)) {
      at(now.plusMillis(200), () -> settle(batch));
      return;
    }
    batch.forEach(one -> promises.settle(one.attempt()));
    store.settle(null, batch.stream().map(Settling::attempt).toList());
    for (Settling one : batch) {
      if (one.ban() != null) {
        store.ban(null, one.attempt().delivery().lane().owner(), one.ban());
      }
    }
    later(
        5,
        () -> {
          for (Settling one : batch) {
            note(() -> "settled " + one.attempt().delivery().id());
            promises.settled(one.attempt().delivery().lane());
            LaneOwner rule = one.attempt().delivery().lane().owner();
            boolean pauses = one.pauses();
            lanes.settled(one.lane(), one.attempt());
            if (pauses) {
              promises.paused(rule);
            }
            promises.health(rule, lanes.health(rule));
          }
          settling = false;
          settleSoon();
        });
  }

  private void sweepFrom(OwnerLanes owner, @Nullable Lane after) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.notSwept(owner));
      return;
    }
    int limit = 1 + random.nextInt(3);
    List<LaneHead> heads = store.lanes(null, owner.id(), after, limit);
    later(3, () -> lanes.swept(owner, heads, limit));
  }

  private void discardSome(OwnerLanes owner) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.notDiscarded(owner));
      return;
    }
    int limit = 3;
    int some = store.discard(null, owner.id(), limit);
    later(3, some == limit ? () -> discardSome(owner) : () -> lanes.discarded(owner));
  }

  /// The timer's first half: wakes lanes on time, give or take.
  private void timer() {
    lanes.wake();
    Instant next = lanes.nextWake();
    Instant soon = now.plusMillis(5);
    at(
        next.isAfter(soon.plusSeconds(1)) ? soon.plusSeconds(1) : next.isAfter(soon) ? next : soon,
        this::timer);
  }

  /// The timer's second half: looks after what waits in the store.
  private void poll() {
    if (!faults() && !store.hasPending() && lanes.lanesInMemory() == 0) {
      // A gate that remembers something is all that may still be in memory.
      rules.keySet().forEach(this::resumed);
    }
    lanes.tidy();
    if (lanes.spilled()) {
      later(3, () -> pollDue(now));
    } else {
      cursor.skip(now);
      at(now.plusSeconds(1), this::poll);
    }
  }

  private void pollDue(Instant until) {
    int limit = 1 + random.nextInt(3);
    if (faults() && chance(10)) {
      at(now.plusSeconds(1), this::poll);
      return;
    }
    List<LaneHead> heads = store.due(null, cursor.after(), cursor.afterId(), until, limit);
    later(
        3,
        () -> {
          lanes.due(heads);
          if (cursor.advance(heads, until, limit)) {
            pollDue(until);
          } else {
            at(now.plusSeconds(1), this::poll);
          }
        });
  }
}
