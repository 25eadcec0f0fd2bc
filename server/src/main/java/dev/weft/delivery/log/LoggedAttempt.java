package dev.weft.delivery.log;

import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An attempt as the delivery log shows it.
///
/// @param status null when no answer came
/// @param failure null when an answer came
/// @param error what went wrong, in words; null when an answer came
/// @param headers of an attempt that did not deliver; none of others
/// @param verdict `delivered`, `retry`, `stored`, `paused` or `discarded`
public record LoggedAttempt(
    int number,
    Instant started,
    @Nullable Integer status,
    @Nullable Failure failure,
    @Nullable String error,
    Timings timings,
    String answer,
    String verdict,
    Outcome.Headers headers) {}
