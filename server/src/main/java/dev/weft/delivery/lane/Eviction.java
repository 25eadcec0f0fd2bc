package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Lane;
import dev.weft.delivery.lane.LaneQueue.Phase;
import java.util.List;

/// Takes lanes out of memory: those that are done, those whose owner is held, and those whose
/// partition has gone to another node. What they have not delivered is in the store.
final class Eviction {

  private final OwnerTable owners;
  private final LaneMemory memory;
  private final Leases leases;
  private final TimerQueue<LaneQueue> timers;
  private final AttemptScheduler scheduler;
  private final BacklogScan backlogScan;
  private final Discards discards;

  Eviction(
      OwnerTable owners,
      LaneMemory memory,
      Leases leases,
      TimerQueue<LaneQueue> timers,
      AttemptScheduler scheduler,
      BacklogScan backlogScan,
      Discards discards) {
    this.owners = owners;
    this.memory = memory;
    this.leases = leases;
    this.timers = timers;
    this.scheduler = scheduler;
    this.backlogScan = backlogScan;
    this.discards = discards;
  }

  /// The one way out for a lane.
  void leave(LaneQueue lane) {
    OwnerLanes owner = lane.owner();
    timers.cancel(lane);
    owner.recovery().left(lane);
    memory.leave(lane);
    backlogScan.startIfRoom(owner);
    owners.leaveIfIdle(owner);
  }

  /// Leaves the lane and its undelivered rows to the store.
  void toStore(LaneQueue lane) {
    toStore(lane.owner());
    leave(lane);
  }

  /// Some lanes of the owner are only in the store from now on: they are looked for when there is
  /// room, or given up if the owner was deleted.
  void toStore(OwnerLanes owner) {
    backlogScan.want(owner);
    backlogScan.startIfRoom(owner);
    discards.startIfDeleted(owner);
  }

  /// Leaves to the store all of an owner that is not in flight.
  void clear(OwnerLanes owner) {
    for (LaneQueue lane : owner.memory().snapshot()) {
      if (lane.phase() != Phase.RUNNING) {
        toStore(lane);
      }
    }
    scheduler.clear(owner);
  }

  /// Whether the lane's partition has been held all the time since the lane was read.
  boolean isHere(LaneQueue lane) {
    return leases.epoch(lane.partition()) == lane.epoch();
  }

  /// Lets go of a lane that was another node's meanwhile, and perhaps is so still.
  void leaveBehind(LaneQueue lane) {
    OwnerLanes owner = lane.owner();
    boolean again = isOurs(lane.lane());
    leave(lane);
    if (again) {
      toStore(owners.get(owner.id()));
    }
  }

  private boolean isOurs(Lane lane) {
    return leases.epoch(lane.partition()) != Leases.NONE;
  }

  /// Partitions were let go: what is not in flight in them is forgotten.
  void released() {
    for (OwnerLanes owner : owners.snapshot()) {
      List<LaneQueue> gone =
          owner.memory().lanes().stream()
              .filter(lane -> lane.phase() != Phase.RUNNING && !isHere(lane))
              .toList();
      gone.forEach(this::leaveBehind);
      scheduler.dropGone(owner);
    }
  }
}
