package dev.weft.delivery.log;

import dev.weft.delivery.CallId;
import dev.weft.delivery.LaneOwner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An attempt that did not deliver.
///
/// @param status null when no answer came
/// @param failure null when an answer came
/// @param text the answer, or what went wrong in words
public record FailedAttempt(
    long app,
    LaneOwner owner,
    CallId callId,
    String conversation,
    Instant started,
    @Nullable Integer status,
    @Nullable String failure,
    String text) {}
