package dev.weft.delivery.log;

import java.time.Instant;

/// What a rule has not delivered yet.
///
/// @param oldest time of the oldest event among it
public record Waiting(long count, Instant oldest) {}
