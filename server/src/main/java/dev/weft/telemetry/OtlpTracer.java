package dev.weft.telemetry;

import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import dev.weft.trace.Tracer;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Records spans and sends them to a collector, a second later at the most. A trace that a caller
/// has begun is recorded if its `sampled` flag is set.
///
/// Spans wait in a queue with a bound: what finds no room, because the collector is away or slow,
/// is lost. Whoever records never waits.
public final class OtlpTracer implements Tracer, AutoCloseable {

  /// Spans that wait, at some 1 KB each: six seconds of 5,000 spans each.
  private static final int QUEUE = 32_768;

  private static final int BATCH = 2_048;

  private static final Duration DELAY = Duration.ofSeconds(1);

  /// How long closing waits for what is still to be sent.
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final SdkTracerProvider provider;
  private final io.opentelemetry.api.trace.Tracer tracer;

  /// @param percent of the traces that begin here that are recorded, 0 to 100
  public OtlpTracer(Collector collector, int percent) {
    provider =
        SdkTracerProvider.builder()
            .setResource(Exporters.resource(collector))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
            .addSpanProcessor(
                BatchSpanProcessor.builder(Exporters.spans(collector))
                    .setMaxQueueSize(QUEUE)
                    .setMaxExportBatchSize(BATCH)
                    .setScheduleDelay(DELAY)
                    .setMeterProvider(MeterProvider::noop)
                    .build())
            .build();
    tracer = provider.get("dev.weft");
  }

  @Override
  public Span begin(Kind kind, String name, @Nullable TraceContext parent) {
    SpanBuilder span = tracer.spanBuilder(name).setSpanKind(of(kind));
    if (parent == null) {
      return new RecordedSpan(span.setNoParent().startSpan(), "");
    }
    SpanContext caller =
        SpanContext.createFromRemoteParent(
            parent.traceId(),
            parent.parentId(),
            TraceFlags.fromByte((byte) parent.flags()),
            TraceState.getDefault());
    return new RecordedSpan(
        span.setParent(Context.root().with(io.opentelemetry.api.trace.Span.wrap(caller)))
            .startSpan(),
        parent.state());
  }

  private static SpanKind of(Kind kind) {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case CLIENT -> SpanKind.CLIENT;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }

  /// Sends what waits, as far as that is quick.
  @Override
  public void close() {
    provider.shutdown().join(GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
