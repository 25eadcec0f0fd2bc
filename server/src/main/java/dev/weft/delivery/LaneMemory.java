package dev.weft.delivery;

/// What lanes and bodies may occupy in memory, and what they do, over all and for each rule.
///
/// The small share that every rule has is what keeps the backlog of one endpoint from turning
/// everybody's memory path into readings.
final class LaneMemory {

  /// Lanes that every rule may have in memory, however many others there are.
  private static final int LANES_FOR_EACH = 16;

  /// One rule may fill this part of the memory for bodies.
  private static final int PARTS_OF_BYTES = 8;

  private final DeliverySettings settings;
  private int lanes;
  private long bytes;

  LaneMemory(DeliverySettings settings) {
    this.settings = settings;
  }

  int lanes() {
    return lanes;
  }

  long bytes() {
    return bytes;
  }

  void laneEntered() {
    lanes++;
  }

  void laneLeft() {
    lanes--;
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

  /// True if `more` bytes of bodies fit for a lane that holds `rows` of them.
  boolean hasRoom(RuleLanes rule, int rows, int more) {
    return rows < settings.rowsPerLane() && hasBytes(rule, more);
  }

  boolean hasBytes(RuleLanes rule, int more) {
    return rule.bytes + more < settings.bodyBytes() / PARTS_OF_BYTES
        && bytes + more < settings.bodyBytes();
  }

  /// Bodies came into memory, or left it.
  void count(RuleLanes rule, long change) {
    rule.bytes += change;
    bytes += change;
  }
}
