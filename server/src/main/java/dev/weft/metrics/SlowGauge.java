package dev.weft.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that costs a look into the store: asked for again only when it is old, and the later the
/// more it costs, so that a large backlog is not counted all the time.
final class SlowGauge<T> {

  /// Prometheus asks every 15 seconds or so; several of them must not multiply the cost.
  private static final Duration FRESH = Duration.ofSeconds(10);

  /// A look that takes so long is followed by so many times as long without one: it costs one
  /// percent of a processor at most.
  private static final int REST = 100;

  private final Supplier<T> source;
  private final Clock clock;
  private @Nullable T value;
  private Instant until = Instant.MIN;

  SlowGauge(Supplier<T> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  synchronized T get() {
    Instant now = clock.instant();
    T known = value;
    if (known == null || now.isAfter(until)) {
      long begun = System.nanoTime();
      known = source.get();
      Duration rest = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(REST);
      value = known;
      until = now.plus(rest.compareTo(FRESH) > 0 ? rest : FRESH);
    }
    return known;
  }
}
