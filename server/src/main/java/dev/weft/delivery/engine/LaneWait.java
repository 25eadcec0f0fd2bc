package dev.weft.delivery.engine;

import dev.weft.delivery.Delivery;
import dev.weft.delivery.EndpointHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the undelivered callbacks of a lane wait for.
///
/// @param head the first undelivered callback of the lane: the others wait behind it
/// @param nextProbe when the endpoint is tried early; null if it is not
public record LaneWait(Delivery head, EndpointHealth health, @Nullable Instant nextProbe) {}
