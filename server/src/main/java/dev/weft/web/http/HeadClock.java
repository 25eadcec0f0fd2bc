package dev.weft.web.http;

/// How long one connection has waited for the head of a request. Used by one event loop alone.
final class HeadClock {

  private final HttpLimits limits;
  private long waitingSince;
  private long begunAt;
  private boolean hasServed;

  HeadClock(HttpLimits limits, long now) {
    this.limits = limits;
    this.waitingSince = now;
  }

  /// The first byte of a head has come.
  void begin() {
    if (begunAt == 0) {
      begunAt = System.nanoTime();
    }
  }

  /// The head is complete.
  void complete() {
    begunAt = 0;
    hasServed = true;
  }

  /// A request has been answered; the next one may come.
  void await(long now) {
    waitingSince = now;
  }

  /// Whether no byte of the next request has come.
  boolean isIdle() {
    return begunAt == 0;
  }

  long idleNanos(long now) {
    return now - waitingSince;
  }

  /// Whether a head that has begun takes too long.
  boolean isHeadOverdue(long now) {
    return begunAt != 0 && now - begunAt > limits.headTime().toNanos();
  }

  /// Whether there should have been a request: soon after connecting, later after another one.
  boolean isIdleOverdue(long now) {
    return isIdle()
        && idleNanos(now) > (hasServed ? limits.idleTime() : limits.headTime()).toNanos();
  }
}
