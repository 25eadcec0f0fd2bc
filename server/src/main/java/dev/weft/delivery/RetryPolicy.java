package dev.weft.delivery;

import java.time.Duration;
import java.util.List;

/// When a failed callback is attempted again.
///
/// @param name `durable`, `vendor` or `custom`
/// @param delays the wait before each attempt, the first one's among them; when they are used up
///   the callback goes to exception storage
/// @param jitter part of a wait by which it may be longer or shorter, 0 to 1
/// @param strictSuccess true takes exactly status 200 for success (the vendor), false any 2xx
public record RetryPolicy(
    String name, List<Duration> delays, double jitter, boolean strictSuccess) {

  /// Ours: seven more attempts within about 27 hours and a half.
  public static final RetryPolicy DURABLE =
      new RetryPolicy(
          "durable",
          List.of(
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(10)),
          0.2,
          false);

  /// The vendor's: one more attempt at once.
  public static final RetryPolicy VENDOR =
      new RetryPolicy("vendor", List.of(Duration.ZERO, Duration.ZERO), 0, true);

  public RetryPolicy {
    delays = List.copyOf(delays);
  }
}
