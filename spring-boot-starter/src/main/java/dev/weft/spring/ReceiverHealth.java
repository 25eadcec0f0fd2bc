package dev.weft.spring;

import dev.weft.receiver.endpoint.Outcome;
import dev.weft.receiver.endpoint.OutcomeListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Down while the app's own handler keeps failing.
///
/// What is refused does not count: anybody who can reach the URL could take the app down with it.
/// It is told as a detail, because a wrong secret looks just like that.
final class ReceiverHealth implements HealthIndicator, OutcomeListener {

  /// A few callbacks the app cannot digest are not an app that is ill.
  static final int FAILURES_IN_A_ROW = 10;

  private long handled;
  private long refused;
  private long failedInARow;
  private @Nullable String lastRefusal;

  @Override
  public synchronized void answered(Outcome outcome, Duration took) {
    if (outcome instanceof Outcome.Handled) {
      handled++;
      failedInARow = 0;
    } else if (outcome instanceof Outcome.Failed) {
      failedInARow++;
    } else if (outcome instanceof Outcome.Refused refusal) {
      refused++;
      lastRefusal = refusal.reception().reason().name();
    }
  }

  @Override
  public synchronized Health health() {
    Health.Builder health = failedInARow < FAILURES_IN_A_ROW ? Health.up() : Health.down();
    health
        .withDetail("handled", handled)
        .withDetail("refused", refused)
        .withDetail("failedInARow", failedInARow);
    if (lastRefusal != null) {
      health.withDetail("lastRefusal", lastRefusal);
    }
    return health.build();
  }
}
