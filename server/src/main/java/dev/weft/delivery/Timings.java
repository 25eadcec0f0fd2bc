package dev.weft.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long an attempt took, and its parts. A part is null when it did not happen: a connection
/// kept alive needs no DNS, connect and TLS, and what failed early has no first byte.
///
/// @param firstByte from the start of the attempt to the head of the answer
/// @param total from the start of the attempt to its end
public record Timings(
    @Nullable Duration dns,
    @Nullable Duration connect,
    @Nullable Duration tls,
    @Nullable Duration firstByte,
    Duration total) {

  /// Of an attempt that never left the fixture.
  public static final Timings NONE = new Timings(null, null, null, null, Duration.ZERO);
}
