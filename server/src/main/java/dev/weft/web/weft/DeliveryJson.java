package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.delivery.State;
import dev.weft.delivery.log.DeliveryStory;
import dev.weft.delivery.log.LoggedDelivery;
import dev.weft.web.api.Json;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.util.RawValue;

/// A delivery of the log as JSON. What there is not is null and left out.
///
/// @param sequence in its thread; null outside of threads
/// @param job the number of the job that has made it; null if none has
/// @param created milliseconds since 1970, as all times here
/// @param attempts how many there were; where one delivery is shown, what each was
/// @param waitsFor what a pending one waits for
/// @param body where one delivery is shown, what is sent
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryJson(
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
    Object attempts,
    @Nullable Long nextAttempt,
    @Nullable WaitingJson waitsFor,
    @Nullable RawValue body) {

  /// As lists show it.
  ///
  /// @param rule the name of its rule
  static DeliveryJson of(LoggedDelivery delivery, String rule, @Nullable WaitingJson waitsFor) {
    return of(delivery, rule, waitsFor, delivery.attempts(), null);
  }

  /// With its body and every attempt.
  ///
  /// @param rule the name of its rule
  static DeliveryJson of(DeliveryStory story, String rule, @Nullable WaitingJson waitsFor) {
    return of(
        story.delivery(),
        rule,
        waitsFor,
        story.attempts().stream().map(AttemptJson::of).toList(),
        Json.raw(story.body().utf8()));
  }

  private static DeliveryJson of(
      LoggedDelivery delivery,
      String rule,
      @Nullable WaitingJson waitsFor,
      Object attempts,
      @Nullable RawValue body) {
    @Nullable Instant next = delivery.state() == State.PENDING ? delivery.nextAttempt() : null;
    return new DeliveryJson(
        delivery.callId().value(),
        rule,
        delivery.lane().conversation(),
        delivery.operation(),
        delivery.sequence() > 0 ? delivery.sequence() : null,
        delivery.subject(),
        delivery.kind().name().toLowerCase(Locale.ROOT),
        delivery.job(),
        States.word(delivery.state()),
        delivery.created().toEpochMilli(),
        attempts,
        next == null ? null : next.toEpochMilli(),
        waitsFor,
        body);
  }
}
