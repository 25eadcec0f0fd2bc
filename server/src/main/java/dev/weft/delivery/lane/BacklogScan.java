package dev.weft.delivery.lane;

import dev.weft.cluster.Leases;
import dev.weft.delivery.Lane;
import dev.weft.delivery.LaneHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the lanes again that were left to the store: one pass after another over the lanes of an
/// owner, for as long as something may be there, and only while there is room for what it finds.
public final class BacklogScan {

  /// Looking whether an owner still has rows that are only in the store costs a reading.
  private static final int TIDIES_BETWEEN_CHECKS = 30;

  private final LaneMemory memory;
  private final Leases leases;
  private final AttemptScheduler scheduler;
  private final ProbeTimer probes;
  private final InstantSource time;
  private final Consumer<OwnerLanes> read;
  private long tidied;
  private boolean stopped;

  /// @param leases what is delivered here: the store may show other lanes as well
  /// @param read reads the next lanes of an owner after its cursor, outside
  BacklogScan(
      LaneMemory memory,
      Leases leases,
      AttemptScheduler scheduler,
      ProbeTimer probes,
      InstantSource time,
      Consumer<OwnerLanes> read) {
    this.memory = memory;
    this.leases = leases;
    this.scheduler = scheduler;
    this.probes = probes;
    this.time = time;
    this.read = read;
  }

  void stop() {
    stopped = true;
  }

  /// Some lanes of the owner are only in the store from now on, and may be ready.
  void want(OwnerLanes owner) {
    owner.stored().spill();
    owner.stored().wantSweep();
  }

  /// Lanes that wait in the store may come in early from now on.
  void wantEarly(OwnerLanes owner) {
    if (owner.stored().isSpilled()) {
      owner.stored().wantSweep();
      startIfRoom(owner);
    }
  }

  void startIfRoom(OwnerLanes owner) {
    StoredLanes stored = owner.stored();
    if (stored.isSweepWanted()
        && !stored.isSweeping()
        && !owner.endpoint().isHeld()
        && !stopped
        && memory.isRoomy(owner)) {
      stored.beginReading();
      try {
        read.accept(owner);
      } catch (RuntimeException | Error e) {
        // Whoever starts the reading has logged it; [#tidy] asks again.
        stored.endReading();
      }
    }
  }

  /// To be called for each owner now and then, after [#tick].
  void tidy(OwnerLanes owner) {
    if (tidied % TIDIES_BETWEEN_CHECKS == 0) {
      owner.stored().verify();
    }
    startIfRoom(owner);
  }

  /// Counts a round of tidying.
  void tick() {
    tidied++;
  }

  /// Takes the lanes that a reading has found: `limit` were asked for.
  void found(OwnerLanes owner, List<LaneHead> heads, int limit) {
    StoredLanes stored = owner.stored();
    stored.endReading();
    Instant now = time.instant();
    for (LaneHead head : heads) {
      if (owner.endpoint().isHeld()) {
        return;
      }
      boolean fresh = isOurs(head.lane()) && !owner.memory().has(head.lane());
      if (fresh && !admit(owner, head, now)) {
        return;
      }
      if (!stored.moveTo(head.lane())) {
        return;
      }
    }
    if (heads.size() < limit) {
      stored.endPass();
    } else {
      startIfRoom(owner);
    }
  }

  private boolean isOurs(Lane lane) {
    return leases.epoch(lane.partition()) != Leases.NONE;
  }

  /// False if the sweep has to stop before this lane.
  private boolean admit(OwnerLanes owner, LaneHead head, Instant now) {
    @Nullable Instant next = head.nextAttempt();
    boolean waits = next != null && next.isAfter(now);
    if (waits && !owner.recovery().wantsLanes()) {
      passOver(owner, now);
      return true;
    }
    if (!memory.hasRoom(owner)) {
      return false;
    }
    LaneQueue lane = memory.enter(owner, head.lane(), true);
    if (waits && owner.recovery().admits()) {
      lane.bringForward();
    }
    scheduler.add(lane);
    return true;
  }

  /// A lane that waits for a retry stays in the store.
  private void passOver(OwnerLanes owner, Instant now) {
    owner.stored().passOver();
    if (owner.endpoint().recovers()) {
      owner.recovery().foundWaiting(now);
      probes.set(owner);
    }
  }

  /// The store could not be read: [#tidy] asks again.
  void failed(OwnerLanes owner) {
    owner.stored().endReading();
  }
}
