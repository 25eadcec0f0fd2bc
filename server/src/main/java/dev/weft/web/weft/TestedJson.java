package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.delivery.Attempt;
import dev.weft.delivery.Outcome;
import dev.weft.web.api.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.util.RawValue;

/// The attempt of a test delivery, which has just ended, as JSON. What there is not is null and
/// left out.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record TestedJson(
    String callId,
    boolean delivered,
    @Nullable Integer status,
    @Nullable String answer,
    @Nullable String failure,
    @Nullable String error,
    @Nullable List<HeaderJson> requestHeaders,
    @Nullable List<HeaderJson> answerHeaders,
    TimingsJson timings,
    RawValue body) {

  static TestedJson of(Attempt attempt) {
    return switch (attempt.outcome()) {
      case Outcome.Acknowledged(int status, String answer, _) ->
          of(attempt, true, status, answer, null, null);
      case Outcome.Refused(int status, String answer, _, _, _) ->
          of(attempt, false, status, answer, null, "the endpoint answered " + status);
      case Outcome.Unreachable(var failure, String reason, _, _) ->
          of(attempt, false, null, null, AttemptJson.word(failure), reason);
    };
  }

  private static TestedJson of(
      Attempt attempt,
      boolean delivered,
      @Nullable Integer status,
      @Nullable String answer,
      @Nullable String failure,
      @Nullable String error) {
    return new TestedJson(
        attempt.delivery().content().callId().value(),
        delivered,
        status,
        answer,
        failure,
        error,
        HeaderJson.orNull(attempt.outcome().headers().request()),
        HeaderJson.orNull(attempt.outcome().headers().answer()),
        TimingsJson.of(attempt.outcome().timings()),
        Json.raw(attempt.delivery().content().body().utf8()));
  }
}
