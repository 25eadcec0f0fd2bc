package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Ban;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Verdict;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The turn of a lane: from its permit over the attempt at its head until that is settled, and what
/// the lane does then.
final class Turns {

  /// A lane that waits longer than this lets go of its bodies.
  private static final long KEEP_ROWS_MS = 1_000;

  private static final TurnStep OVER = new TurnStep.Over();

  private final OwnerTable owners;
  private final LaneMemory memory;
  private final Leases leases;
  private final TimerQueue<LaneQueue> timers;
  private final AttemptScheduler scheduler;
  private final Eviction eviction;
  private final EarlyRetries early;
  private final Holds holds;
  private final LastRead lastRead;
  private final Consumer<OwnerLanes> resume;
  private final InstantSource time;

  /// @param resume takes a durable pause back, outside
  Turns(
      OwnerTable owners,
      LaneMemory memory,
      Leases leases,
      TimerQueue<LaneQueue> timers,
      AttemptScheduler scheduler,
      Eviction eviction,
      EarlyRetries early,
      Holds holds,
      LastRead lastRead,
      Consumer<OwnerLanes> resume,
      InstantSource time) {
    this.owners = owners;
    this.memory = memory;
    this.leases = leases;
    this.timers = timers;
    this.scheduler = scheduler;
    this.eviction = eviction;
    this.early = early;
    this.holds = holds;
    this.lastRead = lastRead;
    this.resume = resume;
    this.time = time;
  }

  /// What the turn of `lane` needs next.
  TurnStep next(LaneQueue lane) {
    OwnerLanes owner = lane.owner();
    if (!leases.holds(lane.partition(), lane.epoch())) {
      return over(lane);
    }
    @Nullable Endpoint endpoint = owner.endpoint().now();
    @Nullable Delivery head = lane.head();
    if (endpoint == null || owner.endpoint().isHeld() || scheduler.isStopped()) {
      return over(lane);
    }
    if (head == null) {
      return lane.behind()
          ? new TurnStep.Read(lane.lastSeen(), memory.beginReading(lane))
          : over(lane);
    }
    Instant now = time.instant();
    Instant due = endpoint.retry().due(head, now);
    boolean isEarly = lane.takeEarly() && due.isAfter(now);
    if (due.isAfter(now) && !isEarly) {
      notAttempted(lane);
      putOff(lane, due);
      return OVER;
    }
    lane.attemptAt(endpoint.url());
    return new TurnStep.Attempt(endpoint, head, isEarly);
  }

  private TurnStep over(LaneQueue lane) {
    withheld(lane);
    return OVER;
  }

  /// Takes what the store returned for `limit` rows.
  void read(LaneQueue lane, List<Delivery> rows, int limit) {
    lastRead.note(rows);
    memory.endReading(lane, rows, limit);
  }

  /// The turn has ended: its attempt was not made.
  void withheld(LaneQueue lane) {
    notAttempted(lane);
    goOn(lane);
  }

  /// The turn failed before an attempt; the lane's next one is not before `next`.
  void failed(LaneQueue lane, Instant next) {
    notAttempted(lane);
    putOff(lane, next);
  }

  /// The turn has ended without an attempt, or with one that means nothing.
  void notAttempted(LaneQueue lane) {
    if (lane.returnPermit()) {
      lane.owner().limiter().notAttempted();
      scheduler.ended(lane.owner());
    }
  }

  /// What is known of the lane is forgotten and read again from the store, not before `next`.
  void broken(LaneQueue lane, Instant next) {
    notAttempted(lane);
    if (lane.phase() != Phase.GONE) {
      timers.cancel(lane);
      lane.owner().recovery().left(lane);
      memory.forgetRows(lane);
      putOff(lane, next);
    }
  }

  /// The attempt has ended and its permit is free; the lane waits until this is durable. Answers
  /// the ban that it has brought upon its owner; null if there is none.
  @Nullable Ban answered(LaneQueue lane, Attempt attempt) {
    if (lane.wentElsewhere()) {
      notAttempted(lane);
      return null;
    }
    OwnerLanes owner = lane.owner();
    boolean _ = lane.returnPermit();
    CircuitBreaker before = owner.limiter().circuit();
    boolean banned = owner.limiter().answered(lane.lane(), attempt.outcome(), time.instant());
    if (banned) {
      holds.ban(owner);
    }
    if (banned || !owner.limiter().circuit().equals(before)) {
      owners.notifyHealth(owner);
    }
    early.ended(lane, attempt, false);
    scheduler.ended(owner);
    return banned ? owner.limiter().newestBan() : null;
  }

  /// An attempt that was made before its time has failed. It is none: the lane waits as before.
  void failedEarly(LaneQueue lane, Attempt attempt) {
    if (lane.wentElsewhere()) {
      notAttempted(lane);
    } else {
      OwnerLanes owner = lane.owner();
      boolean _ = lane.returnPermit();
      CircuitBreaker before = owner.limiter().circuit();
      boolean _ = owner.limiter().answered(lane.lane(), attempt.outcome(), time.instant());
      if (!owner.limiter().circuit().equals(before)) {
        owners.notifyHealth(owner);
      }
      early.ended(lane, attempt, true);
      scheduler.ended(owner);
    }
    @Nullable Instant due = attempt.delivery().nextAttempt();
    putOff(lane, due == null ? time.instant() : due);
  }

  /// The attempt at the lane's head is durable.
  void settled(LaneQueue lane, Attempt attempt) {
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
        lane.replaceHead(attempt.delivery().attempted(null));
        if (lane.wentElsewhere()) {
          resume.accept(lane.owner());
          goOn(lane);
        } else {
          holds.pause(lane, new EndpointHealth.Paused(reason, attempt.started()));
        }
      }
    }
  }

  private void headIsDone(LaneQueue lane) {
    memory.removeHead(lane);
    goOn(lane);
  }

  /// Whatever the lane was doing is over.
  private void goOn(LaneQueue lane) {
    if (!eviction.isHere(lane)) {
      eviction.leaveBehind(lane);
    } else if (lane.head() == null && !lane.behind()) {
      eviction.leave(lane);
    } else if (lane.owner().endpoint().isHeld()) {
      eviction.toStore(lane);
    } else {
      scheduler.add(lane);
    }
  }

  /// The head of the lane must not be attempted before `until`.
  private void putOff(LaneQueue lane, Instant until) {
    OwnerLanes owner = lane.owner();
    if (!eviction.isHere(lane)) {
      eviction.leaveBehind(lane);
      return;
    }
    if (owner.endpoint().isHeld()) {
      eviction.toStore(lane);
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
    if (found && (waitMs > KEEP_ROWS_MS || memory.isFull(owner))) {
      memory.forgetRows(lane);
    }
    if (found && waitMs > KEEP_ROWS_MS && memory.isCrowded(owner)) {
      owner.stored().spill();
      eviction.leave(lane);
      return;
    }
    lane.become(Phase.WAITING);
    timers.set(lane, until);
    early.waits(lane);
  }
}
