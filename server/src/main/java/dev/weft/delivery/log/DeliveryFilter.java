package dev.weft.delivery.log;

import dev.weft.delivery.RuleId;
import dev.weft.delivery.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which deliveries of an app to list. What is null does not filter.
///
/// @param since events at or after it
/// @param until events before it
public record DeliveryFilter(
    long app,
    @Nullable RuleId rule,
    @Nullable String conversation,
    @Nullable State state,
    @Nullable String operation,
    @Nullable String subject,
    @Nullable Instant since,
    @Nullable Instant until) {

  /// Those about one message or thing.
  public static DeliveryFilter aboutSubject(long app, String subject) {
    return new DeliveryFilter(app, null, null, null, null, subject, null, null);
  }

  /// All deliveries of an app.
  public static DeliveryFilter ofApp(long app) {
    return new DeliveryFilter(app, null, null, null, null, null, null, null);
  }
}
