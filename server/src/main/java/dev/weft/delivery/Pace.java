package dev.weft.delivery;

import java.time.Duration;
import java.time.Instant;

/// Spreads what a job may send over time: a bucket that holds one second's worth.
final class Pace {

  private final int perSecond;
  private Instant filled;
  private double allowance;

  /// Allows one at once.
  Pace(int perSecond, Instant now) {
    this.perSecond = perSecond;
    this.filled = now;
    this.allowance = 1;
  }

  /// How many may be sent now.
  int allowance(Instant now) {
    long nanos = Math.max(0, Duration.between(filled, now).toNanos());
    allowance = Math.min(perSecond, allowance + perSecond * (nanos / 1e9));
    filled = now;
    return (int) allowance;
  }

  void spend(int sent) {
    allowance -= sent;
  }
}
