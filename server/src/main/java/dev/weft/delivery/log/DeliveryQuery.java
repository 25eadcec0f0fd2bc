package dev.weft.delivery.log;

import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which deliveries an operator looks for, in one app or in all. What is null does not filter.
///
/// @param id a call id, or the id of a message, thread or group: whatever is at hand
/// @param user who sent the message it is about
/// @param status of the newest attempt
/// @param since events at or after it
/// @param until events before it
public record DeliveryQuery(
    @Nullable Long app,
    @Nullable String id,
    @Nullable RuleId rule,
    @Nullable String conversation,
    @Nullable String user,
    @Nullable State state,
    @Nullable Integer status,
    @Nullable String operation,
    @Nullable Instant since,
    @Nullable Instant until) {}
