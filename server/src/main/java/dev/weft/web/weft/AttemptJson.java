package dev.weft.web.weft;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Timings;
import dev.weft.delivery.log.LoggedAttempt;
import dev.weft.web.api.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attempts as JSON. Times of parts are milliseconds with three decimals, null for what did not
/// happen.
final class AttemptJson {

  private AttemptJson() {}

  /// An attempt that has just ended, as the test button shows it.
  static Map<String, Object> of(Attempt attempt) {
    Outcome outcome = attempt.outcome();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("call_id", attempt.delivery().content().callId().value());
    json.put("delivered", outcome instanceof Outcome.Acknowledged);
    switch (outcome) {
      case Outcome.Acknowledged(int status, String answer, _) -> {
        json.put("status", status);
        json.put("answer", answer);
      }
      case Outcome.Refused(int status, String answer, _, _) -> {
        json.put("status", status);
        json.put("answer", answer);
        json.put("error", "the endpoint answered " + status);
      }
      case Outcome.Unreachable(var failure, String reason, _) -> {
        json.put("failure", failure.name().toLowerCase(java.util.Locale.ROOT));
        json.put("error", reason);
      }
    }
    json.put("timings", timings(outcome.timings()));
    json.put("body", Json.raw(attempt.delivery().content().body().utf8()));
    return json;
  }

  /// An attempt of the delivery log.
  static Map<String, Object> of(LoggedAttempt attempt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", attempt.number());
    json.put("started", attempt.started().toEpochMilli());
    put(json, "status", attempt.status());
    var failure = attempt.failure();
    put(
        json,
        "failure",
        failure == null ? null : failure.name().toLowerCase(java.util.Locale.ROOT));
    put(json, "error", attempt.error());
    json.put("answer", attempt.answer());
    json.put("verdict", attempt.verdict());
    json.put("timings", timings(attempt.timings()));
    return json;
  }

  private static Map<String, Object> timings(Timings timings) {
    Map<String, Object> json = new LinkedHashMap<>();
    put(json, "dns_ms", millis(timings.dns()));
    put(json, "connect_ms", millis(timings.connect()));
    put(json, "tls_ms", millis(timings.tls()));
    put(json, "first_byte_ms", millis(timings.firstByte()));
    put(json, "total_ms", millis(timings.total()));
    return json;
  }

  private static @Nullable Double millis(@Nullable Duration duration) {
    return duration == null ? null : Math.round(duration.toNanos() / 1e3) / 1e3;
  }

  @SuppressWarnings("NullAway") // Maps of this room hold null where JSON says null.
  private static void put(Map<String, Object> json, String key, @Nullable Object value) {
    json.put(key, value);
  }
}
