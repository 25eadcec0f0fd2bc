package dev.weft.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that costs a look into the store: asked for again only when it is old.
final class SlowGauge<T> {

  /// Prometheus asks every 15 seconds or so; several of them must not multiply the cost.
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Supplier<T> source;
  private final Clock clock;
  private @Nullable T value;
  private Instant read = Instant.MIN;

  SlowGauge(Supplier<T> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  synchronized T get() {
    Instant now = clock.instant();
    T known = value;
    if (known == null || now.isAfter(read.plus(FRESH))) {
      known = source.get();
      value = known;
      read = now;
    }
    return known;
  }
}
