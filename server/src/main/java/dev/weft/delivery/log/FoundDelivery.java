package dev.weft.delivery.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A delivery that was looked for, and how its newest attempt went.
///
/// @param status of the answer; null if none came, or nothing was attempted
/// @param failure the name of what kept an answer from coming; null if one came
/// @param took of the newest attempt; null before the first
public record FoundDelivery(
    LoggedDelivery delivery,
    @Nullable Integer status,
    @Nullable String failure,
    @Nullable Duration took) {}
