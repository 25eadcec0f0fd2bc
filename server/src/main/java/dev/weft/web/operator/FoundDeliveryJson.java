package dev.weft.web.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// A delivery of any app as JSON: what the app's own API shows, its app, and how the newest attempt
/// went. What there is not is null and left out.
///
/// @param sequence in its thread; null outside of threads
/// @param created milliseconds since 1970, as all times here
/// @param at when the newest attempt ended, where attempts are shown as they end
/// @param tookMs of the newest attempt
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FoundDeliveryJson(
    String app,
    String callId,
    String rule,
    String thread,
    String operation,
    @Nullable Long sequence,
    String msgId,
    String kind,
    @Nullable Long job,
    String state,
    long created,
    @Nullable Long at,
    int attempts,
    @Nullable Long nextAttempt,
    @Nullable Integer status,
    @Nullable String failure,
    @Nullable Double tookMs) {}
