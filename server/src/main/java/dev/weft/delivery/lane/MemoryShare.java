package dev.weft.delivery.lane;

import dev.weft.delivery.Lane;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The lanes of one owner that are in memory, and the bytes of their bodies. [LaneMemory] alone
/// changes it.
final class MemoryShare {

  private final Map<Lane, LaneQueue> lanes = new HashMap<>();
  private long bytes;

  /// The lane; null if it is not in memory.
  @Nullable LaneQueue find(Lane lane) {
    return lanes.get(lane);
  }

  boolean has(Lane lane) {
    return lanes.containsKey(lane);
  }

  int size() {
    return lanes.size();
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /// Bytes of bodies.
  long bytes() {
    return bytes;
  }

  /// The lanes as they are: not to be looked through while one enters or leaves.
  Collection<LaneQueue> lanes() {
    return Collections.unmodifiableCollection(lanes.values());
  }

  /// The lanes as they were when this was called.
  List<LaneQueue> snapshot() {
    return List.copyOf(lanes.values());
  }

  void add(LaneQueue lane) {
    lanes.put(lane.lane(), lane);
  }

  void remove(LaneQueue lane) {
    lanes.remove(lane.lane());
  }

  void count(long change) {
    bytes += change;
  }
}
