package dev.weft.delivery.lane;

import dev.weft.delivery.LaneOwner;
import java.time.Instant;

/// One owner of lanes in memory: a value that joins its parts, each of which keeps its own state.
public final class OwnerLanes extends TimerQueue.Timed {

  private final LaneOwner id;
  private final OwnerLimiter limiter;
  private final EndpointState endpoint;
  private final Recovery recovery = new Recovery();
  private final MemoryShare memory = new MemoryShare();
  private final ReadyQueue ready = new ReadyQueue();
  private final StoredLanes stored = new StoredLanes(recovery);

  OwnerLanes(LaneOwner id, OwnerLimiter limiter) {
    super(id.number());
    this.id = id;
    this.limiter = limiter;
    this.endpoint = new EndpointState(limiter);
  }

  public LaneOwner id() {
    return id;
  }

  /// What it may start, as far as it depends on this owner alone.
  OwnerLimiter limiter() {
    return limiter;
  }

  /// Where it delivers, and what holds it back.
  EndpointState endpoint() {
    return endpoint;
  }

  /// Which of its retries are made before their time.
  Recovery recovery() {
    return recovery;
  }

  /// Its lanes that are in memory.
  MemoryShare memory() {
    return memory;
  }

  /// Its lanes that wait for a permit to attempt.
  ReadyQueue ready() {
    return ready;
  }

  /// What is known of its lanes that are not in memory.
  public StoredLanes stored() {
    return stored;
  }

  /// True if nothing is lost when this is forgotten.
  boolean isIdle(Instant now) {
    return memory.isEmpty()
        && limiter.inFlight() == 0
        && stored.isQuiet()
        && (endpoint.isDeleted() || (!endpoint.isPaused() && limiter.isIdle(now)));
  }
}
