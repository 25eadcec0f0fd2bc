package dev.weft.receiver.endpoint;

import java.time.Duration;

/// Told of every request, for metrics.
@FunctionalInterface
public interface OutcomeListener {

  void answered(Outcome outcome, Duration took);
}
