package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.delivery.Ban;
import dev.weft.delivery.EndpointHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// How a rule does with its endpoint, as JSON. What a state does not have is null and left out.
///
/// @param since milliseconds since 1970, as all times here
/// @param number of a ban: how many there were within a day
/// @param allowed requests at once while it recovers
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointHealthJson(
    String state,
    @Nullable String reason,
    @Nullable Integer number,
    @Nullable Long since,
    @Nullable Long until,
    @Nullable Long nextProbe,
    @Nullable Integer allowed) {

  public static EndpointHealthJson of(EndpointHealth health) {
    return switch (health) {
      case EndpointHealth.Delivering() -> only("delivering");
      case EndpointHealth.Disabled() -> only("disabled");
      case EndpointHealth.Paused(String reason, Instant since) ->
          new EndpointHealthJson("paused", reason, null, since.toEpochMilli(), null, null, null);
      case EndpointHealth.Banned(Ban(int number, Instant since, Instant until)) ->
          new EndpointHealthJson(
              "banned", null, number, since.toEpochMilli(), until.toEpochMilli(), null, null);
      case EndpointHealth.Open(Instant since, Instant nextProbe) ->
          new EndpointHealthJson(
              "open", null, null, since.toEpochMilli(), null, nextProbe.toEpochMilli(), null);
      case EndpointHealth.Recovering(int allowed) ->
          new EndpointHealthJson("recovering", null, null, null, null, null, allowed);
    };
  }

  private static EndpointHealthJson only(String state) {
    return new EndpointHealthJson(state, null, null, null, null, null, null);
  }
}
