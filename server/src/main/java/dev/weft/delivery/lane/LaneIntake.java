package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes deliveries that have become durable into memory, in the order of their lane, as far as
/// there is room. All others stay in the store, where [BacklogScan] finds them.
final class LaneIntake {

  private final OwnerTable owners;
  private final LaneMemory memory;
  private final Leases leases;
  private final AttemptScheduler scheduler;
  private final Eviction eviction;
  private final LastRead lastRead;

  LaneIntake(
      OwnerTable owners,
      LaneMemory memory,
      Leases leases,
      AttemptScheduler scheduler,
      Eviction eviction,
      LastRead lastRead) {
    this.owners = owners;
    this.memory = memory;
    this.leases = leases;
    this.scheduler = scheduler;
    this.eviction = eviction;
    this.lastRead = lastRead;
  }

  boolean isOurs(Lane lane) {
    return leases.epoch(lane.partition()) != Leases.NONE;
  }

  /// Takes a delivery that has become durable, perhaps later than one that follows it, if it is the
  /// next of its lane. Otherwise it is read from the store.
  void handOver(Delivery delivery, long predecessor) {
    if (!isOurs(delivery.lane())) {
      return;
    }
    OwnerLanes owner = owners.get(delivery.lane().owner());
    @Nullable LaneQueue lane = owner.memory().find(delivery.lane());
    boolean isNext =
        lane == null
            ? predecessor == 0 && !lastRead.mayHave(delivery)
            : predecessor <= lane.lastSeen() || predecessor == 0;
    if (isNext) {
      take(owner, lane, delivery);
    } else {
      readLater(owner, lane, delivery.lane(), delivery.id());
    }
  }

  private void take(OwnerLanes owner, @Nullable LaneQueue lane, Delivery delivery) {
    if (lane != null) {
      memory.offer(lane, delivery);
    } else if (mayEnter(owner)) {
      LaneQueue fresh = memory.enter(owner, delivery.lane(), owner.stored().isSpilled());
      memory.offer(fresh, delivery);
      scheduler.add(fresh);
    } else {
      eviction.toStore(owner);
    }
  }

  /// A delivery has become durable, perhaps later than one that follows it. It is read from the
  /// store, where the order is right.
  void notified(Lane id, long delivery) {
    if (isOurs(id)) {
      OwnerLanes owner = owners.get(id.owner());
      readLater(owner, owner.memory().find(id), id, delivery);
    }
  }

  private void readLater(OwnerLanes owner, @Nullable LaneQueue lane, Lane id, long delivery) {
    if (lane == null) {
      enterOrLeave(owner, id);
    } else if (delivery > lane.lastSeen()) {
      lane.fallBehind();
    }
  }

  /// Takes rows whose retry has fallen due. Those of lanes in memory have an timer of their own.
  void due(List<LaneHead> heads) {
    for (LaneHead head : heads) {
      OwnerLanes owner = owners.get(head.lane().owner());
      if (!owner.memory().has(head.lane()) && isOurs(head.lane())) {
        enterOrLeave(owner, head.lane());
      }
    }
  }

  /// Lets a lane in that is to be attempted before its time, if there is room for it.
  void enterEarly(OwnerLanes owner, Lane id) {
    if (mayEnter(owner)) {
      LaneQueue lane = memory.enter(owner, id, true);
      lane.bringForward();
      scheduler.add(lane);
    }
  }

  private void enterOrLeave(OwnerLanes owner, Lane id) {
    if (mayEnter(owner)) {
      scheduler.add(memory.enter(owner, id, true));
    } else {
      eviction.toStore(owner);
    }
  }

  private boolean mayEnter(OwnerLanes owner) {
    return !owner.endpoint().isHeld() && memory.hasRoom(owner);
  }
}
