package dev.weft.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long things are looked at.
///
/// @param quick whether it is only to see if all works
/// @param warm before anything is measured, of each system started
/// @param rung of the ladder of windows
/// @param measure the rate, and again the latency at half of it
/// @param outage of the receiver
/// @param idle length of one message a second
/// @param backlog messages that are drained
/// @param silence after which what has not come counts as lost
record Pace(
    boolean quick,
    Duration warm,
    Duration rung,
    Duration measure,
    Duration outage,
    Duration idle,
    long backlog,
    Duration silence) {

  static final Pace QUICK =
      new Pace(
          true,
          Duration.ofSeconds(4),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          50_000,
          Duration.ofSeconds(15));

  static final Pace FULL =
      new Pace(
          false,
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          1_000_000,
          Duration.ofSeconds(75));

  /// The same with lengths in seconds and a backlog of somebody's own choice; null for what stays.
  Pace with(
      @Nullable Integer warmSeconds, @Nullable Integer measureSeconds, @Nullable Long messages) {
    return new Pace(
        quick,
        warmSeconds == null ? warm : Duration.ofSeconds(warmSeconds),
        rung,
        measureSeconds == null ? measure : Duration.ofSeconds(measureSeconds),
        outage,
        idle,
        messages == null ? backlog : messages,
        silence);
  }
}
