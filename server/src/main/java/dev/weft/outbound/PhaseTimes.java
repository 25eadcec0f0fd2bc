package dev.weft.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a request took, and its parts. A part is null when it did not happen.
///
/// @param firstByte from the beginning to the status line of the answer
public record PhaseTimes(
    @Nullable Duration dns,
    @Nullable Duration connect,
    @Nullable Duration tls,
    @Nullable Duration firstByte,
    Duration total) {}
