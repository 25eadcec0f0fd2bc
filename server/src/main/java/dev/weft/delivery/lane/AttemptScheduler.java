package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Hands out the permits to attempt: first come, first served within an owner, as far as its
/// [OwnerLimiter] lets them pass, and no owner keeps another from its share.
final class AttemptScheduler {

  /// Attempts that every owner may have in flight, however many others there are.
  private static final int ATTEMPTS_FOR_EACH = 4;

  /// An owner that waits for its rate is woken so much later, to start several at once: not every
  /// start at a high rate is worth an timer of its own. Far within the tolerance of [RateLimit].
  private static final Duration GATHER = Duration.ofMillis(2);

  /// The wait after a turn could not even be started: memory is short.
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final DeliverySettings settings;
  private final Leases leases;
  private final InstantSource time;
  private final TimerQueue<OwnerLanes> timers;
  private final Consumer<LaneQueue> attempt;
  private final ArrayDeque<OwnerLanes> starved = new ArrayDeque<>();
  private int inFlight;
  private boolean stopped;

  /// @param attempt starts a turn of a lane outside, without holding the lock
  AttemptScheduler(
      DeliverySettings settings,
      Leases leases,
      InstantSource time,
      TimerQueue<OwnerLanes> timers,
      Consumer<LaneQueue> attempt) {
    this.settings = settings;
    this.leases = leases;
    this.time = time;
    this.timers = timers;
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
    lane.owner().ready().addLast(lane);
    start(lane.owner());
  }

  /// Starts what may start of an owner.
  void start(OwnerLanes owner) {
    while (!stopped && leases.isValid() && !owner.endpoint().isHeld() && !owner.ready().isEmpty()) {
      Instant now = time.instant();
      Instant notBefore = owner.limiter().notBefore();
      if (notBefore.isAfter(now)) {
        wakeAt(owner, notBefore.plus(GATHER));
        return;
      }
      if (owner.limiter().isFull(now)) {
        return;
      }
      if (inFlight >= settings.attempts() && owner.limiter().inFlight() >= ATTEMPTS_FOR_EACH) {
        waitForOthers(owner);
        return;
      }
      LaneQueue lane = owner.ready().removeFirst();
      lane.become(Phase.RUNNING);
      lane.takePermit();
      owner.limiter().started(now);
      inFlight++;
      if (!hasStarted(lane)) {
        wakeAt(owner, now.plus(AFTER_FAILURE));
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
        OwnerLanes owner = lane.owner();
        lane.become(Phase.READY);
        owner.ready().addFirst(lane);
        owner.limiter().notAttempted();
        inFlight--;
      }
    }
    return started;
  }

  /// None of the owner's lanes waits for a permit any more.
  void clear(OwnerLanes owner) {
    owner.ready().clear();
  }

  /// Drops lanes of the owner that have left memory.
  void dropGone(OwnerLanes owner) {
    owner.ready().removeGone();
  }

  private void wakeAt(OwnerLanes owner, Instant moment) {
    if (moment.isBefore(owner.wakeAt())) {
      timers.set(owner, moment);
    }
  }

  private void waitForOthers(OwnerLanes owner) {
    if (owner.ready().waitForOthers()) {
      starved.addLast(owner);
    }
  }

  /// The permit of a turn is free again; the owner's limiter knows already.
  void ended(OwnerLanes owner) {
    inFlight--;
    start(owner);
    while (!starved.isEmpty() && inFlight < settings.attempts()) {
      OwnerLanes next = starved.removeFirst();
      next.ready().waitedForOthers();
      start(next);
    }
  }
}
