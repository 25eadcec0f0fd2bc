package dev.weft.delivery.lane;

import java.time.Instant;
import java.time.InstantSource;

/// Wakes an owner for its next probe, or for the next retry that may come forward.
final class ProbeTimer {

  private final TimerQueue<OwnerLanes> timers;
  private final InstantSource time;

  ProbeTimer(TimerQueue<OwnerLanes> timers, InstantSource time) {
    this.timers = timers;
    this.time = time;
  }

  /// Sets the timer of the owner, if a retry waits for it.
  void set(OwnerLanes owner) {
    Instant probe = owner.recovery().nextLook();
    boolean needed = owner.recovery().isAnybodyWaiting() || owner.stored().isSpilled();
    // One whose time has come and that cannot be made yet is looked after by [Lanes#tidy].
    boolean isAhead = probe.isAfter(time.instant());
    if (needed && isAhead && !owner.endpoint().isBanned() && probe.isBefore(owner.wakeAt())) {
      timers.set(owner, probe);
    }
  }
}
