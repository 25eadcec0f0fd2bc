package dev.weft.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The first undelivered callback of a lane, without its body.
public record LaneHead(Lane lane, long id, @Nullable Instant nextAttempt) {}
