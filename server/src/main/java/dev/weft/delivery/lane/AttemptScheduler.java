package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Hands out the permits to attempt: first come, first served within a rule, as far as the rule's
/// [RuleLimiter] lets them pass, and no rule keeps another from its share.
final class AttemptScheduler {

  /// Attempts that every rule may have in flight, however many others there are.
  private static final int ATTEMPTS_FOR_EACH = 4;

  /// A rule that waits for its rate is woken so much later, to start several at once: not every
  /// start at a high rate is worth an alarm of its own. Far within the tolerance of [RateLimit].
  private static final Duration GATHER = Duration.ofMillis(2);

  /// The wait after a turn could not even be started: memory is short.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final DeliverySettings settings;
  private final Leases leases;
  private final InstantSource time;
  private final TimerQueue<RuleLanes> alarms;
  private final Consumer<LaneQueue> attempt;
  private final ArrayDeque<RuleLanes> starved = new ArrayDeque<>();
  private int inFlight;
  private boolean stopped;

  /// @param attempt starts a turn of a lane outside, without holding the lock
  AttemptScheduler(
      DeliverySettings settings,
      Leases leases,
      InstantSource time,
      TimerQueue<RuleLanes> alarms,
      Consumer<LaneQueue> attempt) {
    this.settings = settings;
    this.leases = leases;
    this.time = time;
    this.alarms = alarms;
    this.attempt = attempt;
  }

  int inFlight() {
    return inFlight;
  }

  boolean isStopped() {
    return stopped;
  }

  /// No further attempt starts.
  void stop() {
    stopped = true;
  }

  /// The lane has something to attempt.
  void add(LaneQueue lane) {
    lane.become(Phase.READY);
    lane.rule().ready.addLast(lane);
    start(lane.rule());
  }

  /// Starts what may start of a rule.
  void start(RuleLanes rule) {
    while (!stopped && leases.isValid() && !rule.isHeld() && !rule.ready.isEmpty()) {
      Instant now = time.instant();
      Instant notBefore = rule.limiter.notBefore();
      if (notBefore.isAfter(now)) {
        wakeAt(rule, notBefore.plus(GATHER));
        return;
      }
      if (rule.limiter.isFull(now)) {
        return;
      }
      if (inFlight >= settings.attempts() && rule.limiter.inFlight() >= ATTEMPTS_FOR_EACH) {
        waitForOthers(rule);
        return;
      }
      LaneQueue lane = rule.ready.removeFirst();
      lane.become(Phase.RUNNING);
      lane.takePermit();
      rule.limiter.started(now);
      inFlight++;
      if (!hasStarted(lane)) {
        wakeAt(rule, now.plus(AFTER_FAILURE));
        return;
      }
    }
  }

  /// False if the turn did not begin: the lane is first in the queue again.
  private boolean hasStarted(LaneQueue lane) {
    boolean started = false;
    try {
      attempt.accept(lane);
      started = true;
    } catch (RuntimeException | Error e) {
      // Whoever starts it has told; what called this here has nothing to do with it.
    } finally {
      if (!started && lane.returnPermit()) {
        RuleLanes rule = lane.rule();
        lane.become(Phase.READY);
        rule.ready.addFirst(lane);
        rule.limiter.notAttempted();
        inFlight--;
      }
    }
    return started;
  }

  private void wakeAt(RuleLanes rule, Instant moment) {
    if (moment.isBefore(rule.wakeAt())) {
      alarms.set(rule, moment);
    }
  }

  private void waitForOthers(RuleLanes rule) {
    if (!rule.starved) {
      rule.starved = true;
      starved.addLast(rule);
    }
  }

  /// The permit of a turn is free again; the rule's gate knows already.
  void ended(RuleLanes rule) {
    inFlight--;
    start(rule);
    while (!starved.isEmpty() && inFlight < settings.attempts()) {
      RuleLanes next = starved.removeFirst();
      next.starved = false;
      start(next);
    }
  }
}
