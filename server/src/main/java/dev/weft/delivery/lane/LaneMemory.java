package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Lane;
import java.util.List;

/// Which lanes and bodies are in memory: lets them in while there is room, over all and for each
/// rule, and keeps count.
///
/// The small share that every rule has is what keeps the backlog of one endpoint from turning
/// everybody's memory path into readings.
final class LaneMemory {

  /// Rows read for a lane at once while there is room for bodies.
  private static final int ROWS_PER_READ = 16;

  /// Lanes that every rule may have in memory, however many others there are.
  private static final int LANES_FOR_EACH = 16;

  /// One rule may fill this part of the memory for bodies.
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

  /// The one way in. To be asked for only while the rule [has room][#hasRoom] and the lane's
  /// partition is held.
  ///
  /// @param behind whether the store may hold undelivered rows of the lane
  LaneQueue enter(RuleLanes rule, Lane id, boolean behind) {
    LaneQueue lane = new LaneQueue(numbers++, id, rule, leases.epoch(id.partition()), behind);
    rule.lanes.put(id, lane);
    lanes++;
    return lane;
  }

  /// The one way out, after which the lane is of no use any more.
  void leave(LaneQueue lane) {
    forgetRows(lane);
    lane.become(LaneQueue.Phase.GONE);
    lane.rule().lanes.remove(lane.lane());
    lanes--;
  }

  /// Takes a fresh row, if it is the next of its lane and fits.
  void offer(LaneQueue lane, Delivery delivery) {
    if (delivery.id() <= lane.lastSeen()) {
      return;
    }
    int length = delivery.body().utf8().length;
    if (lane.behind() || lane.size() >= settings.rowsPerLane() || !hasBytes(lane.rule(), length)) {
      lane.fallBehind();
      return;
    }
    lane.append(delivery);
    count(lane.rule(), length);
  }

  /// Begins to read a lane whose head is not in memory, and says how many rows it may be.
  int beginReading(LaneQueue lane) {
    lane.beginReading();
    return hasBytes(lane.rule(), 0) ? ROWS_PER_READ : 1;
  }

  void endReading(LaneQueue lane, List<Delivery> rows, int limit) {
    long before = lane.bytes();
    lane.endReading(rows, limit);
    count(lane.rule(), lane.bytes() - before);
  }

  /// The head of the lane is settled for good.
  void removeHead(LaneQueue lane) {
    count(lane.rule(), -lane.removeHead().body().utf8().length);
  }

  void forgetRows(LaneQueue lane) {
    count(lane.rule(), -lane.bytes());
    lane.forgetRows();
  }

  boolean hasRoom(RuleLanes rule) {
    int own = rule.lanes.size();
    return own < settings.lanesPerRule() && (own < LANES_FOR_EACH || lanes < settings.lanes());
  }

  /// So little of the rule is in memory that a sweep for more is worth its reading.
  boolean isRoomy(RuleLanes rule) {
    return rule.lanes.size() <= settings.lanesPerRule() / 2 && hasRoom(rule);
  }

  /// What could as well wait in the store should.
  boolean isCrowded(RuleLanes rule) {
    return rule.lanes.size() > settings.lanesPerRule() / 2 || lanes > settings.lanes() / 2;
  }

  boolean isFull(RuleLanes rule) {
    return !hasBytes(rule, 0);
  }

  private boolean hasBytes(RuleLanes rule, int more) {
    return rule.bytes + more < settings.bodyBytes() / PARTS_OF_BYTES
        && bytes + more < settings.bodyBytes();
  }

  private void count(RuleLanes rule, long change) {
    rule.bytes += change;
    bytes += change;
  }
}
