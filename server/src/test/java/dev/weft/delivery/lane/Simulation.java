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
import dev.weft.delivery.Failure;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.NewDelivery;
import dev.weft.delivery.OutboxEntry;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import dev.weft.delivery.Throttle;
import dev.weft.delivery.Timings;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.DueCursor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
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

  private static final int[] WAITS_MS = {0, 0, 10, 300, 1_500, 3_000};
  private static final double[] RATES = {0.5, 2, 20, 200};
  private static final int MAX_BODY = 40;

  private final SplittableRandom random;

  /// Whether deliveries are told of in the order of their commits, as SQLite does and PostgreSQL
  /// does not.
  private final boolean inOrder;

  private final @Nullable List<String> trace;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(comparing(Event::at).thenComparingLong(Event::number));
  private final ModelStore store = new ModelStore();
  private final Map<LaneOwner, Endpoint> rules = new LinkedHashMap<>();
  private final Map<LaneOwner, Outage> outages = new HashMap<>();
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
  private Map<LaneOwner, Integer> inFlightOfRule = new HashMap<>();
  private Map<Lane, Long> inFlight = new HashMap<>();
  private Map<LaneOwner, Instant> bannedUntil = new HashMap<>();
  private Set<LaneOwner> paused = new HashSet<>();
  private Map<LaneOwner, List<Instant>> starts = new HashMap<>();
  private Map<LaneQueue, Instant> turns = new HashMap<>();

  // Attempts that were started, by callback and number, and what crashes may repeat of them.
  private final Set<String> begun = new HashSet<>();
  private int repeated;
  private int mayRepeat;

  /// So many callbacks and failures that rules are banned for them: too many for every schedule.
  private final boolean storm;

  /// Something that happens to the process of one life, and does not happen when it has died.
  private record Event(Instant at, long number, int life, Runnable action) {}

  /// The endpoint answers nobody in between.
  private record Outage(Instant from, Instant until) {}

  private record Settling(LaneQueue lane, Endpoint endpoint, Attempt attempt, @Nullable Ban ban) {

    /// True if it says that the URL is gone to which the rule still sends.
    boolean pauses() {
      @Nullable Endpoint now = lane.owner().endpoint().now();
      return attempt.verdict() instanceof Verdict.Pause
          && (now == null || now.url().equals(endpoint.url()));
    }
  }

  /// The engine broke a promise.
  static final class BrokenPromise extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenPromise(String what) {
      super(what);
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
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      rules.put(new RuleId(i), endpoint(i));
      Instant from = now.plusMillis(random.nextInt((int) FAULTS.toMillis()));
      Instant until = chance(50) ? from : from.plusMillis(random.nextInt(12_000));
      outages.put(new RuleId(i), new Outage(from, storm ? from.plus(FAULTS) : until));
    }
    if (chance(10)) {
      Instant since = now.minusSeconds(60);
      store.ban(null, new RuleId(1), new Ban(1, since, now.plusMillis(random.nextInt(9_000))));
    }
    this.cursor = new DueCursor(now);
    this.lanes = newLanes();
  }

  private Endpoint endpoint(int number) {
    List<Duration> waits = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      waits.add(Duration.ofMillis(WAITS_MS[random.nextInt(WAITS_MS.length)]));
    }
    RetryPolicy retry =
        storm || chance(25)
            ? RetryPolicy.VENDOR
            : new RetryPolicy("custom", waits, 0.2, false).parkedAfter(1 + random.nextInt(8));
    Throttle throttle =
        new Throttle(
            !storm && chance(30) ? 1 + random.nextInt(3) : null,
            !storm && chance(30) ? RATES[random.nextInt(RATES.length)] : null);
    return new Endpoint(
        new RuleId(number),
        "rule" + number,
        URI.create("http://localhost/"),
        true,
        retry,
        throttle,
        (_, _, _) -> "");
  }

  private static Endpoint enabled(Endpoint old, boolean enabled) {
    return new Endpoint(
        old.owner(), old.name(), old.url(), enabled, old.retry(), old.throttle(), old.signer());
  }

  private static Endpoint moved(Endpoint old) {
    URI url = old.url().resolve("moved" + old.url().getPath());
    return new Endpoint(
        old.owner(), old.name(), url, old.enabled(), old.retry(), old.throttle(), old.signer());
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
        checkBounds();
        checkNobodyWaitsForNothing();
        checkSomebodyProbes();
        if (hasEnded()) {
          return;
        }
      }
    }
    throw new BrokenPromise(
        "pending at the end: %s; in memory: %s"
            .formatted(
                store.pending().map(Delivery::id).toList(),
                lanes.ownersInMemory().stream().map(Simulation::told).toList()));
  }

  private static String told(OwnerLanes owner) {
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
    paused.addAll(store.paused(null).keySet());
    store.bans(null, now.minus(BanPolicy.REMEMBERED)).forEach(this::loadBanned);
    store.rules(null).forEach(lanes::load);
    timer();
    poll();
  }

  private void loadBanned(LaneOwner rule, List<Ban> bans) {
    lanes.loadBanned(rule, bans);
    bans.forEach(ban -> bannedUntil.put(rule, ban.until()));
  }

  private void crash() {
    note(() -> "crash");
    mayRepeat += inFlight.size();
    life++;
    settling = false;
    toSettle = new ArrayList<>();
    inFlightOfRule = new HashMap<>();
    inFlight = new HashMap<>();
    bannedUntil = new HashMap<>();
    paused = new HashSet<>();
    starts = new HashMap<>();
    turns = new HashMap<>();
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
      rules.put(id, moved(old));
    } else if (old != null) {
      boolean enabled = chance(60);
      note(() -> (enabled ? "enable " : "disable ") + id);
      rules.put(id, enabled(old, enabled));
    }
    tellChange(id);
  }

  private void tellChange(LaneOwner id) {
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
    bannedUntil.remove(id);
    paused.remove(id);
    lanes.resumed(id);
  }

  private void peopleLookAfterEverything() {
    List<LaneOwner> disabled = new ArrayList<>();
    rules.replaceAll(
        (id, old) -> {
          if (!old.enabled()) {
            disabled.add(id);
          }
          return enabled(old, true);
        });
    disabled.forEach(this::tellChange);
    resumePaused();
    // A pause may still be on its way from an attempt in flight.
    always(3_000, this::resumePaused);
  }

  private void resumePaused() {
    for (LaneOwner rule : rules.keySet()) {
      if (lanes.health(rule) instanceof EndpointHealth.Paused) {
        tellChange(rule);
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
      require(of == life, () -> "a dead process works");
      checkTurn(lane);
      turns.put(lane, now);
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
    checkAttempt(lane, endpoint, head, early);
    inFlightOfRule.merge(endpoint.owner(), 1, Integer::sum);
    Instant started = now;
    later(
        chance(10) && !storm ? 2_000 : 50,
        () -> {
          Outcome outcome = outcome(endpoint);
          Verdict verdict = endpoint.retry().judge(head, outcome, now);
          note(() -> "answered " + head.id() + " " + verdict);
          inFlightOfRule.merge(endpoint.owner(), -1, Integer::sum);
          boolean held = leases.holds(lane.partition(), lane.epoch());
          if (!held && !(verdict instanceof Verdict.Delivered)) {
            mayRepeat++;
            inFlight.remove(lane.lane());
            lanes.withheld(lane);
            return;
          }
          if (early
              && !(verdict instanceof Verdict.Delivered || verdict instanceof Verdict.Pause)) {
            // It counts for nothing: an attempt of the same number comes again.
            mayRepeat++;
            inFlight.remove(lane.lane());
            lanes.failedEarly(lane, new Attempt(head, started, outcome, verdict));
            return;
          }
          Attempt attempt = new Attempt(head, started, outcome, verdict);
          @Nullable Ban ban = lanes.answered(lane, attempt);
          if (ban != null) {
            bannedUntil.put(endpoint.owner(), ban.until());
          }
          toSettle.add(new Settling(lane, endpoint, attempt, ban));
          settleSoon();
        });
  }

  private Outcome outcome(Endpoint endpoint) {
    Outage outage = Objects.requireNonNull(outages.get(endpoint.owner()));
    boolean hopeless = !now.isBefore(outage.from()) && now.isBefore(outage.until());
    if (!hopeless && chance(faults() ? 60 : 80)) {
      return new Outcome.Acknowledged(200, "", Timings.NONE);
    }
    if (!hopeless && faults() && chance(5)) {
      return new Outcome.Refused(410, "", null, Timings.NONE);
    }
    if (chance(20)) {
      return new Outcome.Refused(503, "", Duration.ofMillis(random.nextInt(2_000)), Timings.NONE);
    }
    return new Outcome.Unreachable(Failure.CONNECT, endpoint.name(), Timings.NONE);
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
    batch.forEach(one -> checkSettlement(one.attempt()));
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
            inFlight.remove(one.attempt().delivery().lane());
            LaneOwner rule = one.attempt().delivery().lane().owner();
            boolean pauses = one.pauses();
            lanes.settled(one.lane(), one.attempt());
            if (pauses) {
              paused.add(rule);
            }
            require(
                paused.contains(rule) || !(lanes.health(rule) instanceof EndpointHealth.Paused),
                () -> "paused by the URL it had before");
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

  private void checkTurn(LaneQueue lane) {
    OwnerLimiter limiter = lane.owner().limiter();
    switch (lane.owner().endpoint().health(now)) {
      case EndpointHealth.Delivering _ -> {}
      case EndpointHealth.Open(_, Instant nextProbe) -> {
        require(!now.isBefore(nextProbe), () -> "started too early: " + nextProbe);
        require(limiter.inFlight() == 1, () -> "probes with " + limiter.inFlight());
      }
      case EndpointHealth.Recovering(int allowed) ->
          require(limiter.inFlight() <= allowed, () -> "recovers with " + limiter.inFlight());
      case EndpointHealth.Disabled _, EndpointHealth.Paused _, EndpointHealth.Banned _ ->
          throw new BrokenPromise("started though " + lane.owner().endpoint().health(now));
    }
  }

  private void checkRate(LaneQueue lane, Endpoint endpoint) {
    List<Instant> earlier = starts.computeIfAbsent(endpoint.owner(), _ -> new ArrayList<>());
    Instant start = turns.getOrDefault(lane, now);
    earlier.add(start);
    Double rate = endpoint.throttle().maxPerSecond();
    if (rate == null) {
      return;
    }
    for (int i = 0; i < earlier.size(); i++) {
      double seconds = Duration.between(earlier.get(i), start).toMillis() / 1e3;
      int count = earlier.size() - i;
      // One for the edge, two for turns that ended without an attempt and gave theirs back.
      require(
          count <= rate * (seconds + 0.1) + 3, () -> count + " in " + seconds + " s at " + rate);
    }
  }

  private void checkAttempt(LaneQueue lane, Endpoint endpoint, Delivery head, boolean early) {
    require(!early || !endpoint.retry().isVendor(), () -> "early under the vendor's policy");
    require(
        leases.holds(lane.partition(), lane.epoch()),
        () -> "attempted without the lease of partition " + lane.partition());
    checkRate(lane, endpoint);
    if (!begun.add(head.id() + "/" + head.nextNumber())) {
      repeated++;
      require(repeated <= mayRepeat, () -> "repeated without a crash: " + head);
    }
    require(
        !now.isBefore(bannedUntil.getOrDefault(endpoint.owner(), now)),
        () -> "attempted though banned");
    require(!paused.contains(endpoint.owner()), () -> "attempted though paused");
    Integer most = endpoint.throttle().maxConcurrency();
    require(
        most == null || inFlightOfRule.getOrDefault(endpoint.owner(), 0) < most,
        () -> "more at once than the rule allows");
    ModelStore.Row row = store.row(head.id());
    boolean deleted = !rules.containsKey(endpoint.owner());
    require(inFlight.put(head.lane(), head.id()) == null, () -> "two in flight in " + head.lane());
    require(deleted || row.state() == State.PENDING, () -> "attempted again: " + row);
    require(deleted || row.delivery().equals(head), () -> head + " is not what is stored: " + row);
    store
        .pending(head.lane())
        .findFirst()
        .ifPresent(
            first -> require(first.id() >= head.id(), () -> head.id() + " overtook " + first));
    require(
        early || !endpoint.retry().due(head, now).isAfter(now),
        () -> "attempted before it was due: " + head);
  }

  private void checkSettlement(Attempt attempt) {
    ModelStore.Row row = store.row(attempt.delivery().id());
    require(
        row.state() == State.PENDING || !rules.containsKey(attempt.delivery().lane().owner()),
        () -> "settled twice: " + row);
    require(
        row.delivery().attempts() == attempt.delivery().attempts(), () -> "settled twice: " + row);
  }

  /// Nobody waits for a permit that is free.
  private void checkNobodyWaitsForNothing() {
    // The timer may be late.
    Instant lately = now.minusMillis(1_100);
    boolean free = lanes.attemptsInFlight() < settings.attempts();
    for (OwnerLanes owner : lanes.ownersInMemory()) {
      boolean mayStart =
          !owner.endpoint().isHeld()
              && leases.isValid()
              && !owner.limiter().isFull(lately)
              && owner.limiter().notBefore().isBefore(lately)
              && (free || owner.limiter().inFlight() < 4);
      require(!mayStart || owner.ready().isEmpty(), () -> "waits for nothing: " + owner.id());
    }
  }

  /// While an endpoint fails and retries wait, it is probed within half a minute; while it works,
  /// no retry waits that could come forward.
  private void checkSomebodyProbes() {
    for (OwnerLanes owner : lanes.ownersInMemory()) {
      Instant probe = owner.recovery().nextProbe();
      boolean waits =
          owner.recovery().isAnybodyWaiting()
              && owner.endpoint().recovers()
              && !owner.endpoint().isHeld();
      if (waits && !probe.equals(Instant.MAX)) {
        require(
            !owner.wakeAt().isAfter(probe)
                || probe.isAfter(now.minusMillis(2_500))
                || owner.limiter().inFlight() > 0
                || !owner.ready().isEmpty(),
            () -> "nobody wakes " + owner.id() + " to probe at " + probe);
        require(!probe.isAfter(now.plusSeconds(31)), () -> "probed only at " + probe);
      }
    }
  }

  private void checkBounds() {
    int all = 0;
    for (int ofRule : inFlightOfRule.values()) {
      require(ofRule <= settings.attemptsPerRule(), () -> "too many attempts of a rule: " + ofRule);
      all += ofRule;
    }
    require(all <= lanes.attemptsInFlight(), () -> "attempts without a permit");
    int share = 4 * inFlightOfRule.size();
    require(all <= settings.attempts() + share, () -> "too many attempts");
    int lanesShare = 16 * 3;
    require(lanes.lanesInMemory() <= settings.lanes() + lanesShare, () -> "too many lanes");
    require(lanes.lanesInMemory() <= 3 * settings.lanesPerRule(), () -> "too many lanes of a rule");
    // Beyond the bound there may be what is read for attempts in flight, 16 rows each.
    long beyond = (long) lanes.attemptsInFlight() * 16 * MAX_BODY;
    long slack = (long) lanes.lanesInMemory() * 16 * MAX_BODY;
    require(
        lanes.bytesInMemory() <= settings.bodyBytes() + Math.max(beyond, slack),
        () -> "too many bytes");
    require(
        lanes.bytesInMemory() >= 0 && lanes.lanesInMemory() >= 0, () -> "counted below nothing");
  }

  private static void require(boolean kept, Supplier<String> otherwise) {
    if (!kept) {
      throw new BrokenPromise(otherwise.get());
    }
  }
}
