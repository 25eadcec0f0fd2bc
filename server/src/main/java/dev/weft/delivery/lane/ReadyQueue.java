package dev.weft.delivery.lane;

import java.util.ArrayDeque;

/// The lanes of one owner that wait for a permit, first come, first served. [AttemptScheduler]
/// alone changes it.
final class ReadyQueue {

  private final ArrayDeque<LaneQueue> lanes = new ArrayDeque<>();
  private boolean waitsForOthers;

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  int size() {
    return lanes.size();
  }

  void addLast(LaneQueue lane) {
    lanes.addLast(lane);
  }

  void addFirst(LaneQueue lane) {
    lanes.addFirst(lane);
  }

  LaneQueue removeFirst() {
    return lanes.removeFirst();
  }

  void clear() {
    lanes.clear();
  }

  /// Takes out lanes that have left memory.
  void removeGone() {
    lanes.removeIf(lane -> lane.phase() == LaneQueue.Phase.GONE);
  }

  /// The owner waits for a permit of the process from now on. False if it does so already.
  boolean waitForOthers() {
    boolean fresh = !waitsForOthers;
    waitsForOthers = true;
    return fresh;
  }

  void waitedForOthers() {
    waitsForOthers = false;
  }
}
