package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneOwner;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule in memory: what it asks for, its lanes that are here, and what is known of those that
/// are not.
public final class RuleLanes extends TimerQueue.Sleeper {

  private final LaneOwner owner;
  final Map<Lane, LaneQueue> lanes = new HashMap<>();

  /// Lanes that wait for a permit, first come, first served.
  final ArrayDeque<LaneQueue> ready = new ArrayDeque<>();

  /// What it may start, as far as it depends on this rule alone.
  final RuleLimiter limiter;

  /// Which of its retries are made before their time.
  final Recovery recovery = new Recovery();

  /// Bytes of bodies in memory.
  long bytes;

  /// The rule as it is now; null when it was deleted.
  @Nullable Endpoint endpoint;

  /// Since when, and why, it stands still until a person resumes it; null if it does not.
  EndpointHealth.@Nullable Paused paused;

  /// It stands still until its ban ends.
  boolean banned;

  /// The last health that listeners were notified of.
  EndpointHealth told = EndpointHealth.DELIVERING;

  /// True while this rule waits for a permit of the process.
  boolean starved;

  /// Its undelivered callbacks are being given up.
  boolean discarding;

  /// Lanes that are not in memory may have undelivered rows. While this is false, a lane that is
  /// not in memory has none, and a fresh row needs no look into the store.
  boolean spilled;

  /// Some of those lanes may be ready for an attempt: the store is to be swept for them.
  boolean sweepWanted;

  boolean sweeping;

  /// The sweep only asks whether [#spilled] is still true, and stops at the first lane that says
  /// so.
  boolean verifying;

  /// The last lane that the sweep has dealt with; null at its beginning.
  public @Nullable Lane cursor;

  /// The sweep in flight has passed a lane that is not in memory.
  boolean passedSome;

  /// Grows whenever a lane with undelivered rows is left to the store.
  private long spills;

  private long spillsAtStart;

  RuleLanes(LaneOwner owner, RuleLimiter limiter) {
    super(owner.number());
    this.owner = owner;
    this.limiter = limiter;
  }

  public LaneOwner owner() {
    return owner;
  }

  /// Nothing is attempted, and nothing stays in memory but what is in flight.
  boolean isHeld() {
    Endpoint now = endpoint;
    return paused != null || banned || now == null || !now.enabled();
  }

  /// Whether retries may be made before their time: not where the policy is the vendor's.
  boolean recovers() {
    Endpoint now = endpoint;
    return now != null && !now.retry().isVendor();
  }

  boolean isDeleted() {
    return endpoint == null;
  }

  EndpointHealth health(Instant now) {
    EndpointHealth.@Nullable Paused pause = paused;
    if (pause != null) {
      return pause;
    }
    Endpoint as = endpoint;
    if (as != null && !as.enabled()) {
      return new EndpointHealth.Disabled();
    }
    @Nullable Ban ban = limiter.ban(now);
    if (ban != null) {
      return new EndpointHealth.Banned(ban);
    }
    return switch (limiter.circuit()) {
      case CircuitBreaker.Closed _ -> EndpointHealth.DELIVERING;
      case CircuitBreaker.Open(Instant since, Instant nextProbe, _) ->
          new EndpointHealth.Open(since, nextProbe);
      case CircuitBreaker.Recovering(int allowed, _, _) -> new EndpointHealth.Recovering(allowed);
    };
  }

  /// A lane with undelivered rows is left to the store.
  void spill() {
    spilled = true;
    spills++;
  }

  void beginPass() {
    cursor = null;
    passedSome = false;
    spillsAtStart = spills;
  }

  /// The sweep has seen all lanes. What was left to the store meanwhile may have been behind it.
  void endPass() {
    recovery.passEnded();
    if (spills == spillsAtStart) {
      sweepWanted = false;
      spilled = passedSome;
      verifying = false;
    }
    sweepWanted |= recovery.wantsLanes() && spilled;
    beginPass();
  }

  /// True if nothing is lost when this is forgotten.
  boolean isIdle(Instant now) {
    return lanes.isEmpty()
        && limiter.inFlight() == 0
        && !spilled
        && !sweeping
        && !discarding
        && (isDeleted() || (paused == null && limiter.isIdle(now)));
  }
}
