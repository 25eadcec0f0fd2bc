package dev.weft.spring;

import dev.weft.receiver.endpoint.Outcome;
import dev.weft.receiver.endpoint.OutcomeListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Down while the app's own handler keeps failing. Each version of Spring Boot has its own type for
/// this: [Boot3Health] and [Boot4Health].
///
/// What is refused does not count: anybody who can reach the URL could take the app down with it.
/// It is told as a detail, because a wrong secret looks just like that.
final class CallbackHealth implements OutcomeListener {

  /// A few callbacks the app cannot digest are not an app that is ill.
  static final int FAILURES_IN_A_ROW = 10;

  /// What is known at one moment.
  record State(boolean isUp, Map<String, Object> details) {}

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

  synchronized State state() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("handled", handled);
    details.put("refused", refused);
    details.put("failedInARow", failedInARow);
    if (lastRefusal != null) {
      details.put("lastRefusal", lastRefusal);
    }
    return new State(failedInARow < FAILURES_IN_A_ROW, details);
  }
}
