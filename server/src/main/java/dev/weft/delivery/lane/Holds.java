package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.LaneOwner;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Holds owners back and lets them go on: a pause, a ban, a change of the rule.
final class Holds {

  private final OwnerTable owners;
  private final Eviction eviction;
  private final EarlyRetries early;
  private final AttemptScheduler scheduler;

  Holds(OwnerTable owners, Eviction eviction, EarlyRetries early, AttemptScheduler scheduler) {
    this.owners = owners;
    this.eviction = eviction;
    this.early = early;
    this.scheduler = scheduler;
  }

  /// The owner was paused when the process started, or by another node.
  void loadPaused(LaneOwner id, EndpointHealth.Paused paused) {
    OwnerLanes owner = owners.get(id);
    if (owner.endpoint().isPaused()) {
      return;
    }
    owner.endpoint().pause(paused);
    eviction.clear(owner);
    owners.noteHealth(owner);
  }

  /// The owner was banned before the process started, or by another node; oldest ban first.
  void loadBanned(LaneOwner id, List<Ban> bans) {
    OwnerLanes owner = owners.get(id);
    if (!owner.endpoint().remember(bans)) {
      return;
    }
    owners.beginBan(owner);
    if (owner.endpoint().isHeld()) {
      eviction.clear(owner);
    }
    owners.noteHealth(owner);
  }

  /// Resumes owners that were held before `before` and of which the store says nothing any more.
  void resumeOthers(Set<LaneOwner> paused, Set<LaneOwner> banned, Instant before) {
    for (OwnerLanes owner : owners.snapshot()) {
      EndpointState state = owner.endpoint();
      boolean wasPaused = !paused.contains(owner.id()) && state.isPausedSinceBefore(before);
      boolean wasBanned = !banned.contains(owner.id()) && state.isBannedSinceBefore(before);
      if (wasPaused || wasBanned) {
        resume(owner);
      }
    }
  }

  /// The endpoint has said, to an attempt of `lane`, that it wants nothing more.
  void pause(LaneQueue lane, EndpointHealth.Paused paused) {
    OwnerLanes owner = lane.owner();
    owner.endpoint().pause(paused);
    eviction.toStore(lane);
    eviction.clear(owner);
    owners.notifyHealth(owner);
  }

  /// An attempt has brought a ban upon the owner.
  void ban(OwnerLanes owner) {
    owners.beginBan(owner);
    eviction.clear(owner);
  }

  /// A person has resumed the owner.
  void resume(OwnerLanes owner) {
    owner.endpoint().resume();
    early.allNow(owner);
    look(owner);
  }

  /// The rule or the job was changed, or deleted: what was true of it may be so no longer.
  void changed(OwnerLanes owner) {
    owners.lookUp(owner);
    look(owner);
  }

  /// Brings the lanes of an owner in line with what its endpoint says now.
  void look(OwnerLanes owner) {
    if (owner.endpoint().isHeld()) {
      eviction.clear(owner);
    }
    if (owner.stored().isSpilled()) {
      eviction.toStore(owner);
    }
    owners.notifyHealth(owner);
    scheduler.start(owner);
    owners.leaveIfIdle(owner);
  }
}
