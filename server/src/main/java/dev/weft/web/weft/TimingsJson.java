package dev.weft.web.weft;

import dev.weft.delivery.Timings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// How long each part of an attempt took, as JSON: milliseconds with three decimals, null for what
/// did not happen.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record TimingsJson(
    @Nullable Double dnsMs,
    @Nullable Double connectMs,
    @Nullable Double tlsMs,
    @Nullable Double firstByteMs,
    @Nullable Double totalMs) {

  static TimingsJson of(Timings timings) {
    return new TimingsJson(
        millis(timings.dns()),
        millis(timings.connect()),
        millis(timings.tls()),
        millis(timings.firstByte()),
        millis(timings.total()));
  }

  private static @Nullable Double millis(@Nullable Duration duration) {
    return duration == null ? null : Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
