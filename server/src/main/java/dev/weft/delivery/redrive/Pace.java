package dev.weft.delivery.redrive;

import java.time.Duration;
import java.time.Instant;

/// Spreads what a job may send over time: a bucket that holds a tenth of a second's worth, at least
/// one. A job that was held up goes on at its rate, and does not catch up in one burst before what
/// happens live.
final class Pace {

  private final int perSecond;
  private final double most;
  private Instant filled;
  private double allowance;

  /// Allows one at once.
  Pace(int perSecond, Instant now) {
    this.perSecond = perSecond;
    this.most = Math.max(1, perSecond / 10.0);
    this.filled = now;
    this.allowance = 1;
  }

  /// How many may be sent now.
  int allowance(Instant now) {
    long nanos = Math.max(0, Duration.between(filled, now).toNanos());
    allowance = Math.min(most, allowance + perSecond * (nanos / 1e9));
    filled = now;
    return (int) allowance;
  }

  /// How long after the last look at the allowance there is one again.
  Duration untilNext() {
    return Duration.ofNanos(Math.max(0, (long) ((1 - allowance) / perSecond * 1e9)));
  }

  void spend(int sent) {
    allowance -= sent;
  }
}
