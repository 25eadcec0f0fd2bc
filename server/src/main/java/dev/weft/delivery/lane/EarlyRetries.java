package dev.weft.delivery.lane;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Makes retries before their time where [Recovery] says so: as probes of an endpoint that fails, a
/// few for each success of one that works, and all when a person asks for it.
final class EarlyRetries {

  private final TimerQueue<LaneQueue> timers;
  private final AttemptScheduler scheduler;
  private final BacklogScan backlogScan;
  private final ProbeTimer probes;
  private final InstantSource time;

  EarlyRetries(
      TimerQueue<LaneQueue> timers,
      AttemptScheduler scheduler,
      BacklogScan backlogScan,
      ProbeTimer probes,
      InstantSource time) {
    this.timers = timers;
    this.scheduler = scheduler;
    this.backlogScan = backlogScan;
    this.probes = probes;
    this.time = time;
  }

  /// The lane waits for a retry from now on.
  void waits(LaneQueue lane) {
    OwnerLanes owner = lane.owner();
    if (owner.endpoint().recovers()) {
      owner.recovery().waits(lane, time.instant());
      probes.set(owner);
    }
  }

  /// Takes the outcome of an attempt.
  void ended(LaneQueue lane, Attempt attempt, boolean early) {
    OwnerLanes owner = lane.owner();
    if (!owner.endpoint().recovers()) {
      return;
    }
    if (attempt.outcome() instanceof Outcome.Acknowledged) {
      succeeded(owner);
    } else {
      owner.recovery().failed(lane, attempt.outcome(), early, time.instant());
      probes.set(owner);
    }
  }

  /// The endpoint of the owner has taken something: retries that wait come forward, a few for each
  /// success.
  void succeeded(OwnerLanes owner) {
    if (owner.recovery().succeeded() && owner.stored().isSpilled()) {
      owner.recovery().letAllIn();
      backlogScan.wantEarly(owner);
    }
    hurry(owner);
    probes.set(owner);
  }

  private void hurry(OwnerLanes owner) {
    Instant now = time.instant();
    for (int i = 0; i < Recovery.forEachSuccess(); i++) {
      @Nullable LaneQueue lane = owner.recovery().hurry(now);
      if (lane == null) {
        return;
      }
      bringForward(lane);
    }
  }

  private void bringForward(LaneQueue lane) {
    timers.cancel(lane);
    lane.bringForward();
    scheduler.add(lane);
  }

  /// Probes the endpoint if it is time to, and nothing else of the owner is about to be attempted.
  void probe(OwnerLanes owner) {
    Instant now = time.instant();
    Recovery recovery = owner.recovery();
    boolean may = owner.endpoint().recovers() && !owner.endpoint().isHeld();
    if (recovery.works() && may) {
      hurry(owner);
    }
    boolean isDue = may && !recovery.nextProbe().isAfter(now);
    if (isDue && owner.ready().isEmpty() && owner.limiter().inFlight() == 0) {
      @Nullable LaneQueue lane = recovery.probe(now);
      if (lane != null) {
        bringForward(lane);
      } else if (owner.stored().isSpilled()) {
        recovery.letOneIn();
        backlogScan.wantEarly(owner);
      }
    }
    probes.set(owner);
  }

  /// Makes all retries of an owner now that wait in memory, and lets in those of the store.
  void allNow(OwnerLanes owner) {
    owner.recovery().forgive();
    @Nullable LaneQueue lane = owner.recovery().any();
    while (lane != null) {
      bringForward(lane);
      lane = owner.recovery().any();
    }
    if (owner.stored().isSpilled()) {
      owner.recovery().letAllIn();
    }
  }

  /// Makes the retry of a lane now that waits in memory.
  void oneNow(LaneQueue lane) {
    lane.owner().recovery().left(lane);
    bringForward(lane);
  }

  /// When the owner is probed next; the end of time if it is not.
  static Instant nextProbe(OwnerLanes owner) {
    return owner.recovery().isAnybodyWaiting() || owner.stored().isSpilled()
        ? owner.recovery().nextProbe()
        : Instant.MAX;
  }
}
