package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Lane;
import java.util.List;

/// Which lanes and bodies are in memory: lets them in while there is room, over all and for each
/// owner, and keeps count.
///
/// The small share that every owner has is what keeps the backlog of one endpoint from turning
/// everybody's memory path into readings.
final class LaneMemory {

  /// Rows read for a lane at once while there is room for bodies.
  private static final int ROWS_PER_READ = 16;

  /// Lanes that every owner may have in memory, however many others there are.
  private static final int LANES_FOR_EACH = 16;

  /// One owner may fill this part of the memory for bodies.
  private static final int PARTS_OF_BYTES = 8;

  private final DeliverySettings settings;
  private final Leases leases;
  private long numbers;
  private int lanes;
  private long bytes;

  LaneMemory(DeliverySettings settings, Leases leases) {
    this.settings = settings;
    this.leases = leases;
  }

  int lanes() {
    return lanes;
  }

  long bytes() {
    return bytes;
  }

  /// The one way in. To be asked for only while the owner [has room][#hasRoom] and the lane's
  /// partition is held.
  ///
  /// @param behind whether the store may hold undelivered rows of the lane
  LaneQueue enter(OwnerLanes owner, Lane id, boolean behind) {
    LaneQueue lane = new LaneQueue(numbers++, id, owner, leases.epoch(id.partition()), behind);
    owner.memory().add(lane);
    lanes++;
    return lane;
  }

  /// The one way out, after which the lane is of no use any more.
  void leave(LaneQueue lane) {
    forgetRows(lane);
    lane.become(LaneQueue.Phase.GONE);
    lane.owner().memory().remove(lane);
    lanes--;
  }

  /// Takes a fresh row, if it is the next of its lane and fits.
  void offer(LaneQueue lane, Delivery delivery) {
    if (delivery.id() <= lane.lastSeen()) {
      return;
    }
    int length = delivery.body().utf8().length;
    if (lane.behind() || lane.size() >= settings.rowsPerLane() || !hasBytes(lane.owner(), length)) {
      lane.fallBehind();
      return;
    }
    lane.append(delivery);
    count(lane.owner(), length);
  }

  /// Begins to read a lane whose head is not in memory, and says how many rows it may be.
  int beginReading(LaneQueue lane) {
    lane.beginReading();
    return hasBytes(lane.owner(), 0) ? ROWS_PER_READ : 1;
  }

  void endReading(LaneQueue lane, List<Delivery> rows, int limit) {
    long before = lane.bytes();
    lane.endReading(rows, limit);
    count(lane.owner(), lane.bytes() - before);
  }

  /// The head of the lane is settled for good.
  void removeHead(LaneQueue lane) {
    count(lane.owner(), -lane.removeHead().body().utf8().length);
  }

  void forgetRows(LaneQueue lane) {
    count(lane.owner(), -lane.bytes());
    lane.forgetRows();
  }

  boolean hasRoom(OwnerLanes owner) {
    int own = owner.memory().size();
    return own < settings.lanesPerRule() && (own < LANES_FOR_EACH || lanes < settings.lanes());
  }

  /// So little of the owner is in memory that a sweep for more is worth its reading.
  boolean isRoomy(OwnerLanes owner) {
    return owner.memory().size() <= settings.lanesPerRule() / 2 && hasRoom(owner);
  }

  /// What could as well wait in the store should.
  boolean isCrowded(OwnerLanes owner) {
    return owner.memory().size() > settings.lanesPerRule() / 2 || lanes > settings.lanes() / 2;
  }

  boolean isFull(OwnerLanes owner) {
    return !hasBytes(owner, 0);
  }

  private boolean hasBytes(OwnerLanes owner, int more) {
    return owner.memory().bytes() + more < settings.bodyBytes() / PARTS_OF_BYTES
        && bytes + more < settings.bodyBytes();
  }

  private void count(OwnerLanes owner, long change) {
    owner.memory().count(change);
    bytes += change;
  }
}
