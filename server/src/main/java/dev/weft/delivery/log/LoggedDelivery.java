package dev.weft.delivery.log;

import dev.weft.delivery.CallId;
import dev.weft.delivery.Kind;
import dev.weft.delivery.Lane;
import dev.weft.delivery.State;
import dev.weft.delivery.redrive.Job;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery as the delivery log lists it: everything but its body and its attempts.
///
/// @param attempts how many were made
/// @param nextAttempt when a pending delivery is attempted again; null when nothing puts it off
/// @param job number of the [Job] that a replay belongs to; null for all others
public record LoggedDelivery(
    long id,
    State state,
    Kind kind,
    long app,
    Lane lane,
    CallId callId,
    String operation,
    long sequence,
    String subject,
    Instant created,
    int attempts,
    @Nullable Instant nextAttempt,
    @Nullable Long job) {}
