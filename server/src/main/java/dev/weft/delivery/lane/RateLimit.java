package dev.weft.delivery.lane;

import java.time.Instant;

/// So many starts in a second, evenly: the generic cell rate algorithm (ITU-T I.371), which keeps
/// nothing but the time at which the next start is due in theory.
final class RateLimit {

  private static final double NANOS_PER_SECOND = 1e9;

  /// Burst tolerance: a start that comes late by this much at most does not move the next one.
  /// Timers are late, and without it the rate would be lower than set. It adds 1 % at most to what
  /// is started in 10 s.
  private static final double TOLERANCE_NANOS = 0.1 * NANOS_PER_SECOND;

  private final double perSecond;
  private final double interval;

  // Nanoseconds after `epoch`: as a double they are exact to a microsecond for a century.
  private final Instant epoch;
  private double next;

  RateLimit(double perSecond, Instant now) {
    this.perSecond = perSecond;
    this.interval = NANOS_PER_SECOND / perSecond;
    this.epoch = now;
  }

  double perSecond() {
    return perSecond;
  }

  /// From when on one more may start.
  Instant notBefore() {
    return epoch.plusNanos((long) Math.ceil(next - TOLERANCE_NANOS));
  }

  /// One starts now.
  void start(Instant now) {
    next = Math.max(next, nanos(now)) + interval;
  }

  /// What was counted as started did not start after all.
  void takeBack() {
    next -= interval;
  }

  /// True if nothing that was started before `now` matters any more.
  boolean isIdle(Instant now) {
    return next <= nanos(now);
  }

  private double nanos(Instant now) {
    return (now.getEpochSecond() - epoch.getEpochSecond()) * NANOS_PER_SECOND
        + (now.getNano() - epoch.getNano());
  }
}
