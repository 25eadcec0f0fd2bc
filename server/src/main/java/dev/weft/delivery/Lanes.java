package dev.weft.delivery;

import static java.util.Comparator.comparing;

import dev.weft.delivery.LaneQueue.Phase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides which lane may attempt next. Knows no threads, no store and no clock: it is told what
/// happened and answers with [Work] to be done, which makes every schedule of it repeatable.
///
/// Not thread-safe; [Dispatcher] calls it under its lock.
///
/// A lane is in memory while it has something to deliver and there is room. What finds no room is
/// left to the store, where it is already durable, and is found again by a sweep over the rule's
/// lanes or, when it waits for a retry, by the time it falls due.
final class Lanes {

  /// What is to be done outside, without holding the lock.
  interface Work {

    /// Attempt the head of `lane`, reading it from the store if need be.
    void attempt(LaneQueue lane);

    /// Read the next lanes of `rule` after its cursor.
    void sweep(RuleLanes rule);
  }

  /// A lane that waits longer than this lets go of its bodies.
  private static final long KEEP_ROWS_MS = 1_000;

  /// Rows read for a lane at once while there is room for bodies.
  private static final int ROWS_PER_READ = 16;

  /// Attempts that every rule may have under way, however many others there are.
  private static final int ATTEMPTS_FOR_EACH = 4;

  /// Lanes that every rule may have in memory, however many others there are.
  private static final int LANES_FOR_EACH = 16;

  /// One rule may fill this part of the memory for bodies.
  private static final int PARTS_OF_BYTES = 8;

  /// Looking whether a rule still has rows that are only in the store costs a reading.
  private static final int TIDIES_BETWEEN_CHECKS = 30;

  private final DeliverySettings settings;
  private final Work work;
  private final Map<RuleId, RuleLanes> rules = new HashMap<>();
  private final ArrayDeque<RuleLanes> starved = new ArrayDeque<>();
  private final TreeSet<Alarm> alarms =
      new TreeSet<>(comparing(Alarm::time).thenComparingLong(alarm -> alarm.lane().number()));
  private long numbers;
  private long tidied;
  private long releases;
  private int lanes;
  private int inFlight;
  private long bytes;
  private boolean stopped;

  Lanes(DeliverySettings settings, Work work) {
    this.settings = settings;
    this.work = work;
  }

  private record Alarm(Instant time, LaneQueue lane) {}

  /// Takes over a rule that had undelivered rows when the process started.
  void adopt(RuleId id) {
    RuleLanes rule = rule(id);
    rule.spill();
    rule.sweepWanted = true;
    sweepIfRoom(rule);
  }

  /// Takes a delivery that has just become durable. Called in commit order.
  void handOver(Delivery delivery) {
    RuleLanes rule = rule(delivery.lane().rule());
    @Nullable LaneQueue lane = rule.lanes.get(delivery.lane());
    if (lane != null) {
      offer(lane, delivery);
    } else if (rule.held || !hasRoom(rule)) {
      leaveToStore(rule);
    } else {
      LaneQueue fresh = enter(rule, delivery.lane(), rule.spilled);
      offer(fresh, delivery);
      makeReady(fresh);
    }
  }

  private void offer(LaneQueue lane, Delivery delivery) {
    if (delivery.id() <= lane.lastSeen()) {
      return;
    }
    int length = delivery.body().utf8().length;
    if (lane.behind() || lane.size() >= settings.rowsPerLane() || !hasBytes(lane.rule(), length)) {
      lane.fallBehind();
      return;
    }
    lane.append(delivery);
    count(lane.rule(), length);
  }

  private LaneQueue enter(RuleLanes rule, Lane id, boolean behind) {
    LaneQueue lane = new LaneQueue(numbers++, id, rule, behind);
    rule.lanes.put(id, lane);
    lanes++;
    return lane;
  }

  private void makeReady(LaneQueue lane) {
    become(lane, Phase.READY);
    lane.rule().ready.addLast(lane);
    startReady(lane.rule());
  }

  private void become(LaneQueue lane, Phase phase) {
    @Nullable Instant alarm = lane.wakeAt();
    if (alarm != null) {
      alarms.remove(new Alarm(alarm, lane));
    }
    lane.become(phase);
  }

  private void startReady(RuleLanes rule) {
    while (!stopped && !rule.held && !rule.ready.isEmpty()) {
      if (rule.inFlight >= settings.attemptsPerRule()) {
        return;
      }
      if (inFlight >= settings.attempts() && rule.inFlight >= ATTEMPTS_FOR_EACH) {
        if (!rule.starved) {
          rule.starved = true;
          starved.addLast(rule);
        }
        return;
      }
      LaneQueue lane = rule.ready.removeFirst();
      become(lane, Phase.RUNNING);
      rule.inFlight++;
      inFlight++;
      work.attempt(lane);
    }
  }

  /// How many rows to read for a lane whose head is not in memory. Call [#read] with the answer.
  int beginReading(LaneQueue lane) {
    lane.beginReading();
    return hasBytes(lane.rule(), 0) ? ROWS_PER_READ : 1;
  }

  /// Takes what the store returned for `limit` rows.
  void read(LaneQueue lane, List<Delivery> rows, int limit) {
    long before = lane.bytes();
    lane.endReading(rows, limit);
    count(lane.rule(), lane.bytes() - before);
  }

  /// The attempt has ended and its permit is free; the lane waits until this is durable.
  void answered(LaneQueue lane) {
    RuleLanes rule = lane.rule();
    rule.inFlight--;
    inFlight--;
    startReady(rule);
    while (!starved.isEmpty() && inFlight < settings.attempts()) {
      RuleLanes next = starved.removeFirst();
      next.starved = false;
      startReady(next);
    }
  }

  /// The attempt at the lane's head is durable.
  void settled(LaneQueue lane, Attempt attempt, Instant now) {
    if (lane.head() == null || lane.head().id() != attempt.delivery().id()) {
      throw new IllegalStateException("settled what is not the head: " + attempt.delivery().id());
    }
    switch (attempt.verdict()) {
      case Verdict.Delivered() -> headIsDone(lane);
      case Verdict.Store() -> headIsDone(lane);
      case Verdict.Discard() -> headIsDone(lane);
      case Verdict.RetryAt(Instant at) -> {
        lane.replaceHead(attempt.delivery().attempted(at));
        putOff(lane, at, now);
      }
      case Verdict.Pause _ -> {
        lane.replaceHead(attempt.delivery().attempted(null));
        become(lane, Phase.READY);
        hold(lane.rule());
      }
    }
  }

  private void headIsDone(LaneQueue lane) {
    count(lane.rule(), -lane.removeHead().body().utf8().length);
    goOn(lane);
  }

  /// Whatever the lane was doing is over.
  void goOn(LaneQueue lane) {
    if (lane.head() == null && !lane.behind()) {
      leave(lane);
    } else if (lane.rule().held) {
      leaveToStore(lane);
    } else {
      makeReady(lane);
    }
  }

  /// The head of the lane must not be attempted before `time`.
  void putOff(LaneQueue lane, Instant time, Instant now) {
    if (lane.rule().held) {
      leaveToStore(lane);
      return;
    }
    long waitMs = time.toEpochMilli() - now.toEpochMilli();
    @Nullable Delivery head = lane.head();
    if (waitMs <= 0) {
      makeReady(lane);
      return;
    }
    // Only what is put off in the store, too, is found there again when it falls due.
    boolean found = head != null && head.nextAttempt() != null;
    if (found && waitMs > KEEP_ROWS_MS) {
      forgetRows(lane);
      if (isCrowded(lane.rule())) {
        lane.rule().spill();
        leave(lane);
        return;
      }
    }
    become(lane, Phase.WAITING);
    lane.waitUntil(time);
    alarms.add(new Alarm(time, lane));
  }

  /// Starts the lanes whose time has come.
  void wake(Instant now) {
    while (!alarms.isEmpty() && !alarms.first().time().isAfter(now)) {
      makeReady(alarms.first().lane());
    }
  }

  /// When to call [#wake] next; null if nothing waits.
  @Nullable Instant nextWake() {
    return alarms.isEmpty() ? null : alarms.first().time();
  }

  /// Takes rows whose retry has fallen due. Those of lanes in memory have an alarm of their own.
  void due(List<LaneHead> heads) {
    for (LaneHead head : heads) {
      RuleLanes rule = rule(head.lane().rule());
      if (rule.lanes.containsKey(head.lane())) {
        continue;
      }
      if (rule.held || !hasRoom(rule)) {
        leaveToStore(rule);
      } else {
        makeReady(enter(rule, head.lane(), true));
      }
    }
  }

  /// Takes the lanes that a sweep has found: `limit` were asked for.
  void swept(RuleLanes rule, List<LaneHead> heads, int limit, Instant now) {
    rule.sweeping = false;
    for (LaneHead head : heads) {
      if (rule.held) {
        return;
      }
      if (!rule.lanes.containsKey(head.lane()) && !admit(rule, head, now)) {
        return;
      }
      rule.cursor = head.lane();
      if (rule.verifying && rule.passedSome) {
        rule.verifying = false;
        rule.sweepWanted = false;
        rule.beginPass();
        return;
      }
    }
    if (heads.size() < limit) {
      rule.endPass();
      leaveIfIdle(rule);
    } else {
      sweepIfRoom(rule);
    }
  }

  /// False if the sweep has to stop before this lane.
  private boolean admit(RuleLanes rule, LaneHead head, Instant now) {
    @Nullable Instant next = head.nextAttempt();
    if (next != null && next.isAfter(now)) {
      rule.passedSome = true;
      return true;
    }
    if (!hasRoom(rule)) {
      return false;
    }
    makeReady(enter(rule, head.lane(), true));
    return true;
  }

  /// Looks at rules that have something in the store and nothing to do. To be called now and then.
  void tidy() {
    tidied++;
    for (RuleLanes rule : List.copyOf(rules.values())) {
      if (tidied % TIDIES_BETWEEN_CHECKS == 0 && rule.spilled && !rule.sweepWanted) {
        rule.verifying = true;
        rule.sweepWanted = true;
      }
      sweepIfRoom(rule);
      leaveIfIdle(rule);
    }
  }

  private void sweepIfRoom(RuleLanes rule) {
    boolean roomy = rule.lanes.size() <= settings.lanesPerRule() / 2;
    if (rule.sweepWanted && !rule.sweeping && !rule.held && !stopped && roomy && hasRoom(rule)) {
      rule.sweeping = true;
      if (rule.cursor == null) {
        rule.beginPass();
      }
      work.sweep(rule);
    }
  }

  /// The store could not be swept: later again.
  void notSwept(RuleLanes rule) {
    rule.sweeping = false;
  }

  /// Lets nothing of a rule be attempted until [#release].
  void hold(RuleId id) {
    hold(rule(id));
  }

  private void hold(RuleLanes rule) {
    rule.held = true;
    for (LaneQueue lane : List.copyOf(rule.lanes.values())) {
      if (lane.phase() != Phase.RUNNING) {
        leaveToStore(lane);
      }
    }
    rule.ready.clear();
    leaveToStore(rule);
  }

  /// How often [#release] was called.
  long releases() {
    return releases;
  }

  boolean isHeld(RuleId id) {
    @Nullable RuleLanes rule = rules.get(id);
    return rule != null && rule.held;
  }

  /// Ends a hold. What was left to the store meanwhile is looked for.
  void release(RuleId id) {
    RuleLanes rule = rule(id);
    releases++;
    rule.held = false;
    leaveToStore(rule);
    sweepIfRoom(rule);
  }

  private void leaveToStore(LaneQueue lane) {
    forgetRows(lane);
    leaveToStore(lane.rule());
    leave(lane);
  }

  private void leaveToStore(RuleLanes rule) {
    rule.spill();
    rule.sweepWanted = true;
    rule.verifying = false;
  }

  private void forgetRows(LaneQueue lane) {
    count(lane.rule(), -lane.bytes());
    lane.forgetRows();
  }

  private void leave(LaneQueue lane) {
    become(lane, Phase.GONE);
    lane.rule().lanes.remove(lane.lane());
    lanes--;
    sweepIfRoom(lane.rule());
    leaveIfIdle(lane.rule());
  }

  private void leaveIfIdle(RuleLanes rule) {
    if (rule.isIdle()) {
      rules.remove(rule.rule());
    }
  }

  /// No further attempt starts.
  void stop() {
    stopped = true;
  }

  int attemptsUnderWay() {
    return inFlight;
  }

  int lanesInMemory() {
    return lanes;
  }

  long bytesInMemory() {
    return bytes;
  }

  /// True if some rows are only in the store.
  boolean spilled() {
    return rules.values().stream().anyMatch(rule -> rule.spilled);
  }

  private RuleLanes rule(RuleId id) {
    return rules.computeIfAbsent(id, RuleLanes::new);
  }

  private boolean hasRoom(RuleLanes rule) {
    int own = rule.lanes.size();
    return own < LANES_FOR_EACH || (own < settings.lanesPerRule() && lanes < settings.lanes());
  }

  private boolean isCrowded(RuleLanes rule) {
    return rule.lanes.size() > settings.lanesPerRule() / 2 || lanes > settings.lanes() / 2;
  }

  private boolean hasBytes(RuleLanes rule, int more) {
    return rule.bytes + more < settings.bodyBytes() / PARTS_OF_BYTES
        && bytes + more < settings.bodyBytes();
  }

  private void count(RuleLanes rule, long change) {
    rule.bytes += change;
    bytes += change;
  }
}
