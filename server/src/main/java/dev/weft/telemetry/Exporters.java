package dev.weft.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;

/// What sends to a collector, over the HTTP client of Java.
final class Exporters {

  /// The time one request may take; what it carried is then lost.
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Exporters() {}

  static SpanExporter spans(Collector to) {
    return OtlpHttpSpanExporter.builder()
        .setEndpoint(to.url() + "/v1/traces")
        .setHeaders(to::headers)
        .setCompression("gzip")
        .setTimeout(TIMEOUT)
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  static MetricExporter metrics(Collector to) {
    return OtlpHttpMetricExporter.builder()
        .setEndpoint(to.url() + "/v1/metrics")
        .setHeaders(to::headers)
        .setCompression("gzip")
        .setTimeout(TIMEOUT)
        .setMeterProvider(MeterProvider::noop)
        .build();
  }

  static Resource resource(Collector to) {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.builder()
                    .put("service.name", "weft")
                    .put("service.version", to.version())
                    .put("service.instance.id", to.node())
                    .build()));
  }
}
