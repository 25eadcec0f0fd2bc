package dev.weft.spring;

import dev.weft.receiver.endpoint.Outcome;
import dev.weft.receiver.endpoint.OutcomeListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/// `weft.receiver.callbacks`: how many requests came to which end, and how long it took.
final class ReceiverMetrics implements OutcomeListener {

  private final MeterRegistry registry;

  ReceiverMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// The reasons are an enum's, so the number of series is bounded.
  @Override
  public void answered(Outcome outcome, Duration took) {
    String reason =
        outcome instanceof Outcome.Refused refused
            ? refused.reception().reason().name().toLowerCase(Locale.ROOT)
            : "none";
    registry
        .timer(
            "weft.receiver.callbacks",
            "outcome",
            outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT),
            "reason",
            reason)
        .record(took);
  }
}
