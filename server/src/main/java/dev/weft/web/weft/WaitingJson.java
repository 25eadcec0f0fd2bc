package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.engine.LaneWait;
import dev.weft.delivery.log.LoggedDelivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// What an undelivered callback waits for, as JSON. What there is not is null and left out.
///
/// @param behind the call id of the head of its lane; null if it is the head itself
/// @param nextAttempt of the head, in milliseconds since 1970
/// @param nextProbe of the endpoint, in milliseconds since 1970
/// @param rule how the rule does, unless it delivers
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record WaitingJson(
    @Nullable String behind,
    @Nullable Long nextAttempt,
    @Nullable Long nextProbe,
    @Nullable EndpointHealthJson rule) {

  static WaitingJson of(LaneWait waiting, LoggedDelivery delivery) {
    return new WaitingJson(
        waiting.head().callId().equals(delivery.callId()) ? null : waiting.head().callId().value(),
        millis(waiting.head().nextAttempt()),
        millis(waiting.nextProbe()),
        waiting.health() instanceof EndpointHealth.Delivering
            ? null
            : EndpointHealthJson.of(waiting.health()));
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
