package dev.weft.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What background loops throw. Each failure is followed by another try.
final class LoopMetrics {

  private final MeterRegistry registry;
  private final Map<String, Counter> failures = new ConcurrentHashMap<>();

  LoopMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void failed(String loop) {
    failures.computeIfAbsent(loop, this::counter).increment();
  }

  private Counter counter(String loop) {
    return Counter.builder("weft.loop.failures")
        .description("Turns of background loops, and work of theirs, that failed")
        .tag("loop", loop)
        .register(registry);
  }
}
