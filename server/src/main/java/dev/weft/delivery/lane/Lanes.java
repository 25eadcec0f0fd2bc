package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.engine.SharedLanes;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what happens next to each lane. Knows no threads and no store: it is told what happened
/// and answers with [Work] to be done, which makes every schedule of it repeatable.
///
/// Not thread-safe; [SharedLanes] calls it under its lock.
///
/// A lane is in memory while it has something to deliver and there is room ([LaneMemory]); when it
/// may attempt, [AttemptScheduler] decides. What finds no room is left to the store, where it is
/// already durable, and is found again by a sweep over the rule's lanes ([BacklogScan]) or, when it
/// waits for a retry, by the time it falls due.
public final class Lanes {

  /// What is to be done outside, without holding the lock.
  public interface Work {

    /// Give `lane` its turn: do what [#next] says until the turn is over.
    void attempt(LaneQueue lane);

    /// Read the next lanes of `rule` after its cursor; then [#swept] or [#notSwept].
    void sweep(RuleLanes rule);

    /// Tell who wants to know: the rule stands otherwise with its endpoint than before.
    void healthChanged(Endpoint endpoint, EndpointHealth health);

    /// The pause of `rule` that was made durable is to be taken back; then [#resumed].
    void resume(RuleLanes rule);

    /// Give up what the deleted `rule` has not delivered; then [#discarded] or [#notDiscarded].
    void discard(RuleLanes rule);
  }

  /// What the turn of a lane needs next.
  public sealed interface Step {

    /// Rows of the lane from the store, those after the id `after`; then [#read].
    record Read(long after, int limit) implements Step {}

    /// An attempt at its head; then [#answered].
    ///
    /// @param early whether it is made before its time: if it fails, then [#failedEarly]
    record Attempt(Endpoint endpoint, Delivery head, boolean early) implements Step {}

    /// Nothing: the turn is over.
    record Over() implements Step {}
  }

  /// A lane that waits longer than this lets go of its bodies.
  private static final long KEEP_ROWS_MS = 1_000;

  private static final Step OVER = new Step.Over();

  private final Work work;
  private final Leases leases;
  private final InstantSource time;
  private final LaneMemory memory;
  private final AttemptScheduler scheduler;
  private final BacklogScan backlogScan;
  private final RuleTable rules;
  private final TimerQueue<LaneQueue> alarms = new TimerQueue<>();
  private final LastRead lastRead = new LastRead();

  public Lanes(
      DeliverySettings settings,
      Endpoints endpoints,
      Leases leases,
      Work work,
      InstantSource time) {
    this.work = work;
    this.leases = leases;
    this.time = time;
    this.rules = new RuleTable(settings, endpoints, time, work::healthChanged);
    this.memory = new LaneMemory(settings, leases);
    this.scheduler = new AttemptScheduler(settings, leases, time, rules.alarms(), work::attempt);
    this.backlogScan =
        new BacklogScan(
            memory,
            this::isOurs,
            work::sweep,
            new BacklogScan.Entrance() {
              @Override
              public void enter(RuleLanes rule, Lane id, boolean early) {
                LaneQueue lane = memory.enter(rule, id, true);
                if (early) {
                  lane.bringForward();
                }
                scheduler.add(lane);
              }

              @Override
              public void passed(RuleLanes rule) {
                if (rule.recovers()) {
                  rule.recovery.foundWaiting(Lanes.this.time.instant());
                  expectProbe(rule);
                }
              }
            });
  }

  private boolean isOurs(Lane lane) {
    return leases.epoch(lane.partition()) != Leases.NONE;
  }

  /// Looks in the store for what a rule has not delivered: when the process starts, and when
  /// partitions have come to it.
  public void adopt(LaneOwner id) {
    leaveToStore(rules.get(id));
  }

  /// A rule that was paused when the process started.
  public void adoptPaused(LaneOwner id, EndpointHealth.Paused paused) {
    RuleLanes rule = rules.get(id);
    if (rule.paused != null) {
      return;
    }
    rule.paused = paused;
    clear(rule);
    rules.noteHealth(rule);
  }

  /// A rule that was banned before the process started, oldest ban first.
  public void adoptBanned(LaneOwner id, List<Ban> bans) {
    RuleLanes rule = rules.get(id);
    if (bans.getLast().equals(rule.limiter.newestBan())) {
      return;
    }
    rule.limiter.remember(new BanPolicy.History(List.of(), bans));
    rules.beginBan(rule);
    if (rule.isHeld()) {
      clear(rule);
    }
    rules.noteHealth(rule);
  }

  /// Resumes rules that were held before `before` and of which the store says nothing any more:
  /// another node has resumed them, and nobody heard it.
  public void resumeOthers(Set<LaneOwner> paused, Set<LaneOwner> banned, Instant before) {
    for (RuleLanes rule : List.copyOf(rules.all())) {
      EndpointHealth.@Nullable Paused pause = rule.paused;
      @Nullable Ban ban = rule.banned ? rule.limiter.newestBan() : null;
      boolean wasPaused =
          pause != null && !paused.contains(rule.owner()) && pause.since().isBefore(before);
      boolean wasBanned =
          ban != null && !banned.contains(rule.owner()) && ban.since().isBefore(before);
      if (wasPaused || wasBanned) {
        resumed(rule.owner());
      }
    }
  }

  /// Takes a delivery that has just become durable. Called in commit order.
  public void handOver(Delivery delivery) {
    if (!isOurs(delivery.lane())) {
      return;
    }
    RuleLanes rule = rules.get(delivery.lane().owner());
    @Nullable LaneQueue lane = rule.lanes.get(delivery.lane());
    if (lane != null) {
      memory.offer(lane, delivery);
    } else if (rule.isHeld() || !memory.hasRoom(rule)) {
      leaveToStore(rule);
    } else {
      LaneQueue fresh = memory.enter(rule, delivery.lane(), rule.spilled);
      memory.offer(fresh, delivery);
      scheduler.add(fresh);
    }
  }

  /// Takes a delivery that has become durable, perhaps later than of one that follows it, if it is
  /// the next of its lane. Otherwise it is read from the store.
  ///
  /// @param previous the newest delivery of the lane that was pending before it; 0 if there was
  ///   none
  public void handOver(Delivery delivery, long previous) {
    @Nullable LaneQueue lane = rules.get(delivery.lane().owner()).lanes.get(delivery.lane());
    boolean isNext =
        lane == null
            ? previous == 0 && !lastRead.mayHave(delivery)
            : previous <= lane.lastSeen() || previous == 0;
    if (isNext) {
      handOver(delivery);
    } else {
      notified(delivery.lane(), delivery.id());
    }
  }

  /// Hears that a delivery has become durable, perhaps later than of one that follows it. It is
  /// read from the store, where the order is right.
  public void notified(Lane id, long delivery) {
    if (!isOurs(id)) {
      return;
    }
    RuleLanes rule = rules.get(id.owner());
    @Nullable LaneQueue lane = rule.lanes.get(id);
    if (lane != null) {
      if (delivery > lane.lastSeen()) {
        lane.fallBehind();
      }
    } else if (rule.isHeld() || !memory.hasRoom(rule)) {
      leaveToStore(rule);
    } else {
      scheduler.add(memory.enter(rule, id, true));
    }
  }

  /// What the turn of `lane` needs next. To be asked when it begins, and again after each reading.
  public Step next(LaneQueue lane) {
    RuleLanes rule = lane.rule();
    if (!leases.holds(lane.partition(), lane.epoch())) {
      return over(lane);
    }
    @Nullable Endpoint endpoint = rule.endpoint;
    @Nullable Delivery head = lane.head();
    if (endpoint == null || rule.isHeld() || scheduler.isStopped()) {
      return over(lane);
    }
    if (head == null) {
      if (!lane.behind()) {
        return over(lane);
      }
      return new Step.Read(lane.lastSeen(), memory.beginReading(lane));
    }
    Instant now = time.instant();
    Instant due = endpoint.retry().due(head, now);
    boolean early = lane.takeEarly() && due.isAfter(now);
    if (due.isAfter(now) && !early) {
      notAttempted(lane);
      putOff(lane, due);
      return OVER;
    }
    lane.attemptAt(endpoint.url());
    return new Step.Attempt(endpoint, head, early);
  }

  private Step over(LaneQueue lane) {
    notAttempted(lane);
    goOn(lane);
    return OVER;
  }

  /// Takes what the store returned for `limit` rows.
  public void read(LaneQueue lane, List<Delivery> rows, int limit) {
    lastRead.note(rows);
    memory.endReading(lane, rows, limit);
  }

  /// The turn failed before an attempt; the lane's next one is not before `next`.
  public void failed(LaneQueue lane, Instant next) {
    notAttempted(lane);
    putOff(lane, next);
  }

  /// The turn has ended: its attempt was not made, because the partition may be somebody else's.
  public void withheld(LaneQueue lane) {
    notAttempted(lane);
    goOn(lane);
  }

  /// The turn has ended without an attempt, or with one that means nothing.
  public void notAttempted(LaneQueue lane) {
    if (lane.returnPermit()) {
      lane.rule().limiter.notAttempted();
      scheduler.ended(lane.rule());
    }
  }

  /// The turn, or what came after it, has ended in a way that nobody has foreseen. What is known of
  /// the lane is forgotten and read again from the store, not before `next`.
  public void broken(LaneQueue lane, Instant next) {
    notAttempted(lane);
    if (lane.phase() != Phase.GONE) {
      alarms.cancel(lane);
      lane.rule().recovery.left(lane);
      memory.forgetRows(lane);
      putOff(lane, next);
    }
  }

  /// The attempt has ended and its permit is free; the lane waits until this is durable. Answers
  /// the ban that it has brought upon its rule, to be made durable with it; null if there is none.
  public @Nullable Ban answered(LaneQueue lane, Attempt attempt) {
    if (lane.wentElsewhere()) {
      notAttempted(lane);
      return null;
    }
    RuleLanes rule = lane.rule();
    boolean _ = lane.returnPermit();
    CircuitBreaker before = rule.limiter.circuit();
    boolean banned = rule.limiter.answered(lane.lane(), attempt.outcome(), time.instant());
    if (banned) {
      rules.beginBan(rule);
      clear(rule);
    }
    if (banned || !rule.limiter.circuit().equals(before)) {
      rules.notifyHealth(rule);
    }
    note(lane, attempt, false);
    scheduler.ended(rule);
    return banned ? rule.limiter.newestBan() : null;
  }

  /// An attempt that was made before its time has failed. It is none: the lane waits as before.
  public void failedEarly(LaneQueue lane, Attempt attempt) {
    if (lane.wentElsewhere()) {
      notAttempted(lane);
    } else {
      RuleLanes rule = lane.rule();
      boolean _ = lane.returnPermit();
      CircuitBreaker before = rule.limiter.circuit();
      boolean _ = rule.limiter.answered(lane.lane(), attempt.outcome(), time.instant());
      if (!rule.limiter.circuit().equals(before)) {
        rules.notifyHealth(rule);
      }
      note(lane, attempt, true);
      scheduler.ended(rule);
    }
    @Nullable Instant due = attempt.delivery().nextAttempt();
    putOff(lane, due == null ? time.instant() : due);
  }

  /// What the outcome of an attempt means for the retries of its rule.
  private void note(LaneQueue lane, Attempt attempt, boolean early) {
    RuleLanes rule = lane.rule();
    if (!rule.recovers()) {
      return;
    }
    if (attempt.outcome() instanceof Outcome.Acknowledged) {
      recovered(rule);
    } else {
      rule.recovery.failed(lane, attempt.outcome(), early, time.instant());
      expectProbe(rule);
    }
  }

  /// The endpoint of the rule has taken something: retries that wait come forward, a few for each
  /// success.
  private void recovered(RuleLanes rule) {
    if (rule.recovery.succeeded() && rule.spilled) {
      rule.recovery.letAllIn();
      backlogScan.wantEarly(rule);
    }
    hurry(rule);
    expectProbe(rule);
  }

  private void hurry(RuleLanes rule) {
    Instant now = time.instant();
    for (int i = 0; i < Recovery.forEachSuccess(); i++) {
      @Nullable LaneQueue lane = rule.recovery.hurry(now);
      if (lane == null) {
        return;
      }
      bringForward(lane);
    }
  }

  private void bringForward(LaneQueue lane) {
    alarms.cancel(lane);
    lane.bringForward();
    scheduler.add(lane);
  }

  /// Wakes the rule for its next probe, if a retry waits for one.
  private void expectProbe(RuleLanes rule) {
    Instant probe = rule.recovery.nextLook();
    boolean needed = rule.recovery.isAnybodyWaiting() || rule.spilled;
    // One whose time has come and that cannot be made yet is looked after by [#tidy].
    boolean isAhead = probe.isAfter(time.instant());
    if (needed && isAhead && !rule.banned && probe.isBefore(rule.wakeAt())) {
      rules.alarms().set(rule, probe);
    }
  }

  /// Probes the endpoint if it is time to, and nothing else of the rule is about to be attempted.
  private void probe(RuleLanes rule) {
    Instant now = time.instant();
    if (rule.recovery.works() && rule.recovers() && !rule.isHeld()) {
      hurry(rule);
    }
    boolean isDue = rule.recovers() && !rule.isHeld() && !rule.recovery.nextProbe().isAfter(now);
    if (isDue && rule.ready.isEmpty() && rule.limiter.inFlight() == 0) {
      @Nullable LaneQueue lane = rule.recovery.probe(now);
      if (lane != null) {
        bringForward(lane);
      } else if (rule.spilled) {
        rule.recovery.letOneIn();
        backlogScan.wantEarly(rule);
      }
    }
    expectProbe(rule);
  }

  /// Makes all retries of a rule now that wait for later, in order: somebody has asked for it.
  public void retryNow(LaneOwner id) {
    RuleLanes rule = rules.get(id);
    retryNow(rule);
    backlogScan.wantEarly(rule);
    rules.leaveIfIdle(rule);
  }

  private void retryNow(RuleLanes rule) {
    rule.recovery.forgive();
    @Nullable LaneQueue lane = rule.recovery.any();
    while (lane != null) {
      bringForward(lane);
      lane = rule.recovery.any();
    }
    if (rule.spilled) {
      rule.recovery.letAllIn();
    }
  }

  /// Makes the retry of one lane now, if it is delivered here.
  public void retryNow(Lane id) {
    if (!isOurs(id)) {
      return;
    }
    RuleLanes rule = rules.get(id.owner());
    @Nullable LaneQueue lane = rule.lanes.get(id);
    if (lane == null && !rule.isHeld() && memory.hasRoom(rule)) {
      lane = memory.enter(rule, id, true);
      lane.bringForward();
      scheduler.add(lane);
    } else if (lane != null && lane.phase() == Phase.WAITING) {
      rule.recovery.left(lane);
      bringForward(lane);
    }
  }

  /// The endpoint of the rule has taken something outside of its lanes: a test.
  public void succeeded(Lane id) {
    RuleLanes rule = rules.get(id.owner());
    if (rule.recovers()) {
      rule.limiter.succeeded(id, time.instant());
      rules.notifyHealth(rule);
      recovered(rule);
      scheduler.start(rule);
    }
    rules.leaveIfIdle(rule);
  }

  /// When the rule is probed next; the end of time if it is not.
  public Instant nextProbe(LaneOwner id) {
    RuleLanes rule = rules.get(id);
    Instant probe =
        rule.recovery.isAnybodyWaiting() || rule.spilled ? rule.recovery.nextProbe() : Instant.MAX;
    rules.leaveIfIdle(rule);
    return probe;
  }

  /// The attempt at the lane's head is durable.
  public void settled(LaneQueue lane, Attempt attempt) {
    if (lane.head() == null || lane.head().id() != attempt.delivery().id()) {
      throw new IllegalStateException("settled what is not the head: " + attempt.delivery().id());
    }
    switch (attempt.verdict()) {
      case Verdict.Delivered() -> headIsDone(lane);
      case Verdict.Store() -> headIsDone(lane);
      case Verdict.Discard() -> headIsDone(lane);
      case Verdict.RetryAt(Instant at) -> {
        lane.replaceHead(attempt.delivery().attempted(at));
        putOff(lane, at);
      }
      case Verdict.Pause(String reason) -> {
        RuleLanes rule = lane.rule();
        lane.replaceHead(attempt.delivery().attempted(null));
        if (lane.wentElsewhere()) {
          work.resume(rule);
          goOn(lane);
          return;
        }
        rule.paused = new EndpointHealth.Paused(reason, attempt.started());
        leaveToStore(lane);
        clear(rule);
        rules.notifyHealth(rule);
      }
    }
  }

  private void headIsDone(LaneQueue lane) {
    memory.removeHead(lane);
    goOn(lane);
  }

  /// Whatever the lane was doing is over.
  private void goOn(LaneQueue lane) {
    if (!isHere(lane)) {
      leaveBehind(lane);
    } else if (lane.head() == null && !lane.behind()) {
      leave(lane);
    } else if (lane.rule().isHeld()) {
      leaveToStore(lane);
    } else {
      scheduler.add(lane);
    }
  }

  /// The head of the lane must not be attempted before `until`.
  private void putOff(LaneQueue lane, Instant until) {
    if (!isHere(lane)) {
      leaveBehind(lane);
      return;
    }
    if (lane.rule().isHeld()) {
      leaveToStore(lane);
      return;
    }
    long waitMs = until.toEpochMilli() - time.millis();
    if (waitMs <= 0) {
      scheduler.add(lane);
      return;
    }
    @Nullable Delivery head = lane.head();
    // Only what is put off in the store, too, is found there again when it falls due.
    boolean found = head != null && head.nextAttempt() != null;
    if (found && (waitMs > KEEP_ROWS_MS || memory.isFull(lane.rule()))) {
      memory.forgetRows(lane);
    }
    if (found && waitMs > KEEP_ROWS_MS && memory.isCrowded(lane.rule())) {
      lane.rule().spill();
      leave(lane);
      return;
    }
    lane.become(Phase.WAITING);
    alarms.set(lane, until);
    if (lane.rule().recovers()) {
      lane.rule().recovery.waits(lane, time.instant());
      expectProbe(lane.rule());
    }
  }

  /// Starts what may start now: lanes and rules whose time has come.
  public void wake() {
    Instant now = time.instant();
    @Nullable RuleLanes rule = rules.alarms().pollDue(now);
    while (rule != null) {
      if (rule.banned && rule.limiter.ban(now) == null) {
        rule.banned = false;
        look(rule);
      } else {
        probe(rule);
        scheduler.start(rule);
      }
      rule = rules.alarms().pollDue(now);
    }
    @Nullable LaneQueue lane = alarms.pollDue(now);
    while (lane != null) {
      lane.rule().recovery.left(lane);
      scheduler.add(lane);
      lane = alarms.pollDue(now);
    }
  }

  /// When to call [#wake] next; the end of time if nothing waits.
  public Instant nextWake() {
    Instant ofLanes = alarms.earliest();
    Instant ofRules = rules.alarms().earliest();
    return ofLanes.isBefore(ofRules) ? ofLanes : ofRules;
  }

  /// Takes rows whose retry has fallen due. Those of lanes in memory have an alarm of their own.
  public void due(List<LaneHead> heads) {
    for (LaneHead head : heads) {
      RuleLanes rule = rules.get(head.lane().owner());
      if (rule.lanes.containsKey(head.lane()) || !isOurs(head.lane())) {
        continue;
      }
      if (rule.isHeld() || !memory.hasRoom(rule)) {
        leaveToStore(rule);
      } else {
        scheduler.add(memory.enter(rule, head.lane(), true));
      }
    }
  }

  /// Takes the lanes that a sweep has found: `limit` were asked for.
  public void swept(RuleLanes rule, List<LaneHead> heads, int limit) {
    backlogScan.found(rule, heads, limit, time.instant());
    rules.leaveIfIdle(rule);
  }

  /// The store could not be swept: later again.
  public void notSwept(RuleLanes rule) {
    backlogScan.failed(rule);
  }

  /// Looks at rules that have something in the store and nothing to do. To be called now and then.
  public void tidy() {
    backlogScan.tick();
    for (RuleLanes rule : List.copyOf(rules.all())) {
      backlogScan.tidy(rule);
      probe(rule);
      discardIfDeleted(rule);
      rules.leaveIfIdle(rule);
    }
  }

  /// The rule was changed, or deleted: what was true of it may be so no longer.
  public void changed(LaneOwner id) {
    RuleLanes rule = rules.get(id);
    rules.lookUp(rule);
    look(rule);
  }

  /// A person has resumed the rule: no pause, no ban, no open circuit.
  public void resumed(LaneOwner id) {
    RuleLanes rule = rules.get(id);
    rule.paused = null;
    rule.banned = false;
    rule.limiter.forgive();
    retryNow(rule);
    look(rule);
  }

  /// How the rule does with its endpoint now.
  public EndpointHealth health(LaneOwner id) {
    RuleLanes rule = rules.get(id);
    EndpointHealth health = rule.health(time.instant());
    rules.leaveIfIdle(rule);
    return health;
  }

  /// The rules that do not deliver as usual.
  public Map<LaneOwner, EndpointHealth> unhealthy() {
    return rules.unhealthy();
  }

  /// Brings the lanes of a rule in line with what the rule says now.
  private void look(RuleLanes rule) {
    if (rule.isHeld()) {
      clear(rule);
    }
    if (rule.spilled) {
      leaveToStore(rule);
    }
    rules.notifyHealth(rule);
    scheduler.start(rule);
    rules.leaveIfIdle(rule);
  }

  /// Leaves to the store all of a rule that is not in flight.
  private void clear(RuleLanes rule) {
    for (LaneQueue lane : List.copyOf(rule.lanes.values())) {
      if (lane.phase() != Phase.RUNNING) {
        leaveToStore(lane);
      }
    }
    rule.ready.clear();
  }

  /// Whether the lane's partition has been held all the time since the lane was read.
  private boolean isHere(LaneQueue lane) {
    return leases.epoch(lane.partition()) == lane.epoch();
  }

  /// Lets go of a lane that was somebody else's meanwhile, and perhaps is so still.
  private void leaveBehind(LaneQueue lane) {
    RuleLanes rule = lane.rule();
    boolean again = isOurs(lane.lane());
    leave(lane);
    if (again) {
      leaveToStore(rules.get(rule.owner()));
    }
  }

  /// Partitions were let go: what is not in flight in them is forgotten.
  public void released() {
    for (RuleLanes rule : List.copyOf(rules.all())) {
      List<LaneQueue> gone =
          rule.lanes.values().stream()
              .filter(lane -> lane.phase() != Phase.RUNNING && !isHere(lane))
              .toList();
      gone.forEach(this::leaveBehind);
      rule.ready.removeIf(lane -> lane.phase() == Phase.GONE);
    }
  }

  /// The partitions in which an attempt is in flight, or not yet durable.
  public BitSet partitionsInFlight() {
    BitSet partitions = new BitSet(Lane.PARTITIONS);
    for (RuleLanes rule : rules.all()) {
      for (LaneQueue lane : rule.lanes.values()) {
        if (lane.phase() == Phase.RUNNING) {
          partitions.set(lane.partition());
        }
      }
    }
    return partitions;
  }

  /// The leases were over and are valid again: what waited goes on.
  public void leasesValid() {
    List.copyOf(rules.all()).forEach(scheduler::start);
  }

  private void leaveToStore(LaneQueue lane) {
    leaveToStore(lane.rule());
    leave(lane);
  }

  private void leaveToStore(RuleLanes rule) {
    backlogScan.want(rule);
    backlogScan.startIfRoom(rule);
    discardIfDeleted(rule);
  }

  private void discardIfDeleted(RuleLanes rule) {
    if (rule.isDeleted() && rule.spilled && !rule.discarding && !scheduler.isStopped()) {
      rule.discarding = true;
      rule.beginPass();
      try {
        work.discard(rule);
      } catch (RuntimeException | Error e) {
        // Whoever starts it has told; [#tidy] asks again.
        rule.discarding = false;
      }
    }
  }

  /// What the deleted rule had in the store is given up.
  public void discarded(RuleLanes rule) {
    rule.discarding = false;
    rule.endPass();
    discardIfDeleted(rule);
    rules.leaveIfIdle(rule);
  }

  /// The store did not give up what it has: later again.
  public void notDiscarded(RuleLanes rule) {
    rule.discarding = false;
  }

  private void leave(LaneQueue lane) {
    RuleLanes rule = lane.rule();
    alarms.cancel(lane);
    rule.recovery.left(lane);
    memory.leave(lane);
    backlogScan.startIfRoom(rule);
    rules.leaveIfIdle(rule);
  }

  /// No further attempt starts.
  public void stop() {
    scheduler.stop();
    backlogScan.stop();
  }

  public int attemptsUnderWay() {
    return scheduler.inFlight();
  }

  public int lanesInMemory() {
    return memory.lanes();
  }

  public long bytesInMemory() {
    return memory.bytes();
  }

  /// Rules with something in memory.
  Collection<RuleLanes> rulesInMemory() {
    return rules.all();
  }

  /// True if some rows are only in the store.
  public boolean spilled() {
    for (RuleLanes rule : rules.all()) {
      if (rule.spilled) {
        return true;
      }
    }
    return false;
  }
}
