package dev.weft.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Sends everything that Prometheus could fetch to a collector, again and again: the same meters,
/// read when it is time. Counting costs what it costs without.
public final class OtlpMetrics implements AutoCloseable {

  /// How long closing waits for the last figures.
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final SdkMeterProvider provider;

  /// @param interval from one sending to the next
  public OtlpMetrics(Collector collector, MeterRegistry registry, Duration interval) {
    provider =
        SdkMeterProvider.builder()
            .setResource(Exporters.resource(collector))
            .registerMetricReader(
                PeriodicMetricReader.builder(Exporters.metrics(collector))
                    .setInterval(interval)
                    .build())
            .registerMetricProducer(new MeterReader(registry))
            .build();
  }

  /// Sends once more, as far as that is quick.
  @Override
  public void close() {
    provider.shutdown().join(GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
