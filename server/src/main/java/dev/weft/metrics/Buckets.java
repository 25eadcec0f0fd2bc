package dev.weft.metrics;

import java.time.Duration;
import java.util.stream.IntStream;

/// The bounds of histograms: few, because each is a time series.
final class Buckets {

  /// A look-up, a request, an attempt: from what is quick to what is given up.
  static final Duration[] ANSWERS = millis(5, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

  /// From the event to the first byte of the answer: beyond an attempt's deadline there are waits.
  static final Duration[] LATENCY =
      millis(5, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 600_000);

  /// An fsync: a good disk, a bad one, one that stalls.
  static final Duration[] COMMITS = millis(1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000);

  private Buckets() {}

  private static Duration[] millis(int... bounds) {
    return IntStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
