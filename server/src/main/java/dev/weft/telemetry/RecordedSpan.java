package dev.weft.telemetry;

import dev.weft.trace.Span;
import dev.weft.trace.TraceContext;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;

/// A span of OpenTelemetry's SDK.
final class RecordedSpan implements Span {

  private static final int KNOWN_FLAGS = 3;

  private final io.opentelemetry.api.trace.Span span;
  private final TraceContext context;

  /// @param state what the caller's tracing system passes along
  RecordedSpan(io.opentelemetry.api.trace.Span span, String state) {
    this.span = span;
    SpanContext own = span.getSpanContext();
    this.context =
        new TraceContext(
            own.getTraceId(), own.getSpanId(), own.getTraceFlags().asByte() & KNOWN_FLAGS, state);
  }

  @Override
  public TraceContext context() {
    return context;
  }

  @Override
  public Span with(String key, String value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span with(String key, long value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public Span failed(String why) {
    span.setAttribute("error.type", why);
    span.setStatus(StatusCode.ERROR);
    return this;
  }

  @Override
  public void end() {
    span.end();
  }
}
