package dev.weft.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long things are looked at.
///
/// @param warm before anything is measured, of each system started
/// @param rung of the ladder of windows
/// @param measure the rate, and again the latency at half of it
/// @param silence after which what has not come counts as lost
record Pace(Duration warm, Duration rung, Duration measure, Duration silence) {

  static final Pace QUICK =
      new Pace(
          Duration.ofSeconds(4),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  static final Pace FULL =
      new Pace(
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30));

  /// The same with lengths in seconds of somebody's own choice; null for what stays.
  Pace with(@Nullable Integer warmSeconds, @Nullable Integer measureSeconds) {
    return new Pace(
        warmSeconds == null ? warm : Duration.ofSeconds(warmSeconds),
        rung,
        measureSeconds == null ? measure : Duration.ofSeconds(measureSeconds),
        silence);
  }
}
