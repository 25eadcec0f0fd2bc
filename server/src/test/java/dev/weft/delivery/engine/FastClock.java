package dev.weft.delivery.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that goes many times too fast, for waits that a test cannot sit through.
public final class FastClock extends Clock {

  private final int factor;
  private final Clock real = Clock.systemUTC();
  private final Instant start = real.instant();

  public FastClock(int factor) {
    this.factor = factor;
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.between(start, real.instant()).multipliedBy(factor));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
