package dev.weft.delivery;

import dev.weft.delivery.LaneQueue.Phase;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Hands out the permits to attempt: first come, first served within a rule, and no rule keeps
/// another from its share.
final class Starter {

  /// Attempts that every rule may have under way, however many others there are.
  private static final int ATTEMPTS_FOR_EACH = 4;

  private final DeliverySettings settings;
  private final Consumer<LaneQueue> attempt;
  private final ArrayDeque<RuleLanes> starved = new ArrayDeque<>();
  private int underWay;
  private boolean stopped;

  /// @param attempt starts a turn of a lane outside, without holding the lock
  Starter(DeliverySettings settings, Consumer<LaneQueue> attempt) {
    this.settings = settings;
    this.attempt = attempt;
  }

  int underWay() {
    return underWay;
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
    while (!stopped && !rule.isHeld() && !rule.ready.isEmpty()) {
      if (rule.underWay >= settings.attemptsPerRule()) {
        return;
      }
      if (underWay >= settings.attempts() && rule.underWay >= ATTEMPTS_FOR_EACH) {
        waitForOthers(rule);
        return;
      }
      LaneQueue lane = rule.ready.removeFirst();
      lane.become(Phase.RUNNING);
      rule.underWay++;
      underWay++;
      attempt.accept(lane);
    }
  }

  private void waitForOthers(RuleLanes rule) {
    if (!rule.starved) {
      rule.starved = true;
      starved.addLast(rule);
    }
  }

  /// A permit is free again.
  void ended(RuleLanes rule) {
    rule.underWay--;
    underWay--;
    start(rule);
    while (!starved.isEmpty() && underWay < settings.attempts()) {
      RuleLanes next = starved.removeFirst();
      next.starved = false;
      start(next);
    }
  }
}
