package dev.weft.delivery;

import static java.util.Comparator.comparing;

import dev.weft.delivery.Lanes.Step;
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
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
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

  /// Everything must have ended by then: longer than all waits of one lane together.
  private static final Duration END = Duration.ofMinutes(10);

  private static final int[] WAITS_MS = {0, 0, 10, 300, 1_500, 3_000};
  private static final int MAX_BODY = 40;

  private final SplittableRandom random;
  private final @Nullable List<String> trace;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(comparing(Event::at).thenComparingLong(Event::number));
  private final ModelStore store = new ModelStore();
  private final Map<RuleId, Endpoint> rules = new LinkedHashMap<>();
  private final DeliverySettings settings;
  private Instant now = BEGIN;
  private long numbers;
  private int life;
  private int calls;
  private Instant lastHandOver = BEGIN;

  // What is lost in a crash.
  private Lanes lanes;
  private DueCursor cursor;
  private List<Settling> toSettle = new ArrayList<>();
  private boolean settling;
  private Map<RuleId, Integer> underWay = new HashMap<>();
  private Set<Lane> inFlight = new HashSet<>();

  /// Something that happens to the process of one life, and does not happen when it has died.
  private record Event(Instant at, long number, int life, Runnable action) {}

  private record Settling(LaneQueue lane, Attempt attempt) {}

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
    this.settings =
        new DeliverySettings(
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(6),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            8L * (1 + random.nextInt(200)));
    int count = 1 + random.nextInt(3);
    for (int i = 1; i <= count; i++) {
      rules.put(new RuleId(i), endpoint(i));
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
        random.nextInt(4) == 0 ? RetryPolicy.VENDOR : new RetryPolicy("custom", waits, 0.2, false);
    return new Endpoint(
        new RuleId(number),
        "rule" + number,
        URI.create("http://localhost/"),
        true,
        retry,
        (_, _, _) -> "");
  }

  private Lanes newLanes() {
    return new Lanes(
        settings,
        rule -> Optional.ofNullable(rules.get(rule)),
        new SimulatedWork(life),
        () -> now);
  }

  void run() {
    int callbacks = 1 + random.nextInt(40);
    int threads = 1 + random.nextInt(6);
    for (int i = 0; i < callbacks; i++) {
      always(random.nextInt((int) FAULTS.toMillis()), () -> commit(threads));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      always(random.nextInt((int) FAULTS.toMillis()), this::changeSomeRule);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      always(random.nextInt((int) FAULTS.toMillis()), this::crash);
    }
    always((int) FAULTS.toMillis(), this::peopleLookAfterEverything);
    start();
    while (!events.isEmpty() && now.isBefore(BEGIN.plus(END))) {
      Event event = events.remove();
      now = event.at();
      if (event.life() == life || event.life() < 0) {
        event.action().run();
        checkBounds();
        if (hasEnded()) {
          return;
        }
      }
    }
    throw new BrokenPromise(
        "pending at the end: %s; rules in memory: %d"
            .formatted(store.pending().map(Delivery::id).toList(), lanes.rulesInMemory()));
  }

  private boolean hasEnded() {
    return now.isAfter(BEGIN.plus(FAULTS)) && !store.hasPending() && lanes.rulesInMemory() == 0;
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

  private void note(String what) {
    if (trace != null) {
      trace.add(Duration.between(BEGIN, now).toMillis() + " ms: " + what);
    }
  }

  private void start() {
    store.paused(null).keySet().forEach(lanes::adoptPaused);
    store.rules(null).forEach(lanes::adopt);
    alarm();
    poll();
  }

  private void crash() {
    note("crash");
    life++;
    settling = false;
    toSettle = new ArrayList<>();
    underWay = new HashMap<>();
    inFlight = new HashSet<>();
    cursor = new DueCursor(now);
    lanes = newLanes();
    start();
  }

  private void commit(int threads) {
    RuleId rule = new RuleId(1 + random.nextInt(rules.size() + 1));
    if (!rules.containsKey(rule)) {
      return;
    }
    String body = "x".repeat(1 + random.nextInt(MAX_BODY));
    Delivery added =
        store.add(
            null,
            new NewDelivery(
                1,
                new Lane(rule, "t" + random.nextInt(threads)),
                new CallId("call" + ++calls),
                "send",
                calls,
                "",
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                now),
            Kind.LIVE);
    note("commit " + added.id() + " " + added.lane());
    // Handed over in commit order, a little later.
    Instant soon = now.plusMillis(random.nextInt(20));
    lastHandOver = soon.isAfter(lastHandOver) ? soon : lastHandOver;
    at(
        lastHandOver,
        () -> {
          note("hand over " + added.id());
          lanes.handOver(added);
        });
  }

  private void changeSomeRule() {
    List<RuleId> all = List.copyOf(rules.keySet());
    if (all.isEmpty()) {
      return;
    }
    RuleId id = all.get(random.nextInt(all.size()));
    Endpoint old = rules.get(id);
    if (chance(25)) {
      note("delete " + id);
      rules.remove(id);
    } else if (old != null) {
      boolean enabled = chance(60);
      note((enabled ? "enable " : "disable ") + id);
      rules.put(
          id, new Endpoint(id, old.name(), old.url(), enabled, old.retry(), old.signer()));
    }
    tellChange(id);
  }

  private void tellChange(RuleId id) {
    later(
        10,
        () -> {
          lanes.changed(id);
          later(
              10,
              () -> {
                store.resume(null, id);
                later(10, () -> lanes.resumed(id));
              });
        });
  }

  private void peopleLookAfterEverything() {
    for (Map.Entry<RuleId, Endpoint> rule : rules.entrySet()) {
      Endpoint old = rule.getValue();
      rule.setValue(
          new Endpoint(
              rule.getKey(), old.name(), old.url(), true, old.retry(), old.signer()));
    }
    // A pause may still be on its way from an attempt under way.
    always(0, () -> rules.keySet().forEach(this::tellChange));
    always(3_000, () -> rules.keySet().forEach(this::tellChange));
  }

  private final class SimulatedWork implements Lanes.Work {
    private final int of;

    SimulatedWork(int of) {
      this.of = of;
    }

    @Override
    public void attempt(LaneQueue lane) {
      require(of == life, "a dead process works");
      later(3, () -> turn(lane, lanes.next(lane)));
    }

    @Override
    public void sweep(RuleLanes rule) {
      later(5, () -> sweepFrom(rule, rule.cursor));
    }

    @Override
    public void discard(RuleLanes rule) {
      later(5, () -> discardSome(rule));
    }
  }

  private void turn(LaneQueue lane, Step step) {
    switch (step) {
      case Step.Over() -> {}
      case Step.Read(long after, int limit) -> later(3, () -> readRows(lane, after, limit));
      case Step.Attempt(Endpoint endpoint, Delivery head) -> attempt(lane, endpoint, head);
    }
  }

  private void readRows(LaneQueue lane, long after, int limit) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.failed(lane, now.plusMillis(1_000)));
      return;
    }
    List<Delivery> rows = store.pending(null, lane.lane(), after, limit);
    later(
        3,
        () -> {
          lanes.read(lane, rows, limit);
          turn(lane, lanes.next(lane));
        });
  }

  private void attempt(LaneQueue lane, Endpoint endpoint, Delivery head) {
    note("attempt " + head.id() + " number " + head.nextNumber());
    checkAttempt(endpoint, head);
    underWay.merge(endpoint.rule(), 1, Integer::sum);
    Instant started = now;
    later(
        chance(10) ? 2_000 : 50,
        () -> {
          Outcome outcome = outcome(endpoint);
          Verdict verdict = endpoint.retry().judge(head, outcome, now);
          note("answered " + head.id() + " " + verdict);
          underWay.merge(endpoint.rule(), -1, Integer::sum);
          toSettle.add(new Settling(lane, new Attempt(head, started, outcome, verdict)));
          lanes.answered(lane);
          settleSoon();
        });
  }

  private Outcome outcome(Endpoint endpoint) {
    if (chance(faults() ? 40 : 80)) {
      return new Outcome.Acknowledged(200, "", Timings.NONE);
    }
    if (faults() && chance(5)) {
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
    later(
        5,
        () -> {
          for (Settling one : batch) {
            note("settled " + one.attempt().delivery().id());
            inFlight.remove(one.attempt().delivery().lane());
            lanes.settled(one.lane(), one.attempt());
          }
          settling = false;
          settleSoon();
        });
  }

  private void sweepFrom(RuleLanes rule, @Nullable Lane after) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.notSwept(rule));
      return;
    }
    int limit = 1 + random.nextInt(3);
    List<LaneHead> heads = store.lanes(null, rule.rule(), after, limit);
    later(3, () -> lanes.swept(rule, heads, limit));
  }

  private void discardSome(RuleLanes rule) {
    if (faults() && chance(10)) {
      later(3, () -> lanes.notDiscarded(rule));
      return;
    }
    int limit = 3;
    int some = store.discard(null, rule.rule(), limit);
    later(3, some == limit ? () -> discardSome(rule) : () -> lanes.discarded(rule));
  }

  /// The timer's first half: wakes lanes on time, give or take.
  private void alarm() {
    lanes.wake();
    Instant next = lanes.nextWake();
    Instant soon = now.plusMillis(5);
    at(
        next.isAfter(soon.plusSeconds(1)) ? soon.plusSeconds(1) : next.isAfter(soon) ? next : soon,
        this::alarm);
  }

  /// The timer's second half: looks after what waits in the store.
  private void poll() {
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

  private void checkAttempt(Endpoint endpoint, Delivery head) {
    ModelStore.Row row = store.rows.get(head.id());
    boolean deleted = !rules.containsKey(endpoint.rule());
    require(inFlight.add(head.lane()), "two in flight in " + head.lane());
    require(deleted || row.state() == State.PENDING, "attempted again: " + row);
    require(deleted || row.delivery().equals(head), head + " is not what is stored: " + row);
    store
        .pending(head.lane())
        .findFirst()
        .ifPresent(first -> require(first.id() >= head.id(), head.id() + " overtook " + first));
    require(!endpoint.retry().due(head).isAfter(now), "attempted before it was due: " + head);
  }

  private void checkSettlement(Attempt attempt) {
    ModelStore.Row row = store.rows.get(attempt.delivery().id());
    require(
        row.state() == State.PENDING || !rules.containsKey(attempt.delivery().lane().rule()),
        "settled twice: " + row);
    require(row.delivery().attempts() == attempt.delivery().attempts(), "settled twice: " + row);
  }

  private void checkBounds() {
    int all = 0;
    for (int ofRule : underWay.values()) {
      require(ofRule <= settings.attemptsPerRule(), "too many attempts of a rule: " + ofRule);
      all += ofRule;
    }
    require(all <= lanes.attemptsUnderWay(), "attempts without a permit");
    int share = 4 * underWay.size();
    require(all <= settings.attempts() + share, "too many attempts: " + all);
    int lanesShare = 16 * 3;
    require(lanes.lanesInMemory() <= settings.lanes() + lanesShare, "too many lanes");
    require(lanes.lanesInMemory() <= 3 * settings.lanesPerRule(), "too many lanes of a rule");
    // Beyond the bound there may be what is read for attempts under way, 16 rows each.
    long beyond = (long) lanes.attemptsUnderWay() * 16 * MAX_BODY;
    long slack = (long) lanes.lanesInMemory() * 16 * MAX_BODY;
    require(
        lanes.bytesInMemory() <= settings.bodyBytes() + Math.max(beyond, slack), "too many bytes");
    require(lanes.bytesInMemory() >= 0 && lanes.lanesInMemory() >= 0, "counted below nothing");
  }

  private static void require(boolean kept, String otherwise) {
    if (!kept) {
      throw new BrokenPromise(otherwise);
    }
  }
}
