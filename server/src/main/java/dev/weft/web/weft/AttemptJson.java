package dev.weft.web.weft;

import dev.weft.delivery.Failure;
import dev.weft.delivery.log.LoggedAttempt;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// An attempt of the delivery log as JSON; null for what did not happen.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record AttemptJson(
    int number,
    long started,
    @Nullable Integer status,
    @Nullable String failure,
    @Nullable String error,
    String answer,
    String verdict,
    List<HeaderJson> requestHeaders,
    List<HeaderJson> answerHeaders,
    TimingsJson timings) {

  static AttemptJson of(LoggedAttempt attempt) {
    return new AttemptJson(
        attempt.number(),
        attempt.started().toEpochMilli(),
        attempt.status(),
        word(attempt.failure()),
        attempt.error(),
        attempt.answer(),
        attempt.verdict(),
        HeaderJson.of(attempt.headers().request()),
        HeaderJson.of(attempt.headers().answer()),
        TimingsJson.of(attempt.timings()));
  }

  /// The failure in the words of the API.
  static @Nullable String word(@Nullable Failure failure) {
    return failure == null ? null : failure.name().toLowerCase(Locale.ROOT);
  }
}
