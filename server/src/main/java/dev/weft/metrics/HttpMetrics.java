package dev.weft.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How long requests took, by route family and status class: as many time series as there are
/// families, whatever is called.
final class HttpMetrics {

  private record Kind(String family, int statusClass) {}

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void answered(String family, int status, Duration took) {
    timers.computeIfAbsent(new Kind(family, status / 100), this::timer).record(took);
  }

  private Timer timer(Kind kind) {
    return Timer.builder("weft.http.requests")
        .description("Requests to the HTTP API, from their head to the end of the answer")
        .tag("family", kind.family())
        .tag("status", kind.statusClass() + "xx")
        .serviceLevelObjectives(Buckets.ANSWERS)
        .register(registry);
  }
}
