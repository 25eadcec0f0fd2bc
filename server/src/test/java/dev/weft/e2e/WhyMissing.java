package dev.weft.e2e;

import java.util.Collection;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/// Asks the server itself why a callback did not come, for whoever reads that a test has failed.
final class WhyMissing {

  private static final int MAX_MESSAGES = 5;

  private WhyMissing() {}

  /// The failure of a wait, with what the delivery log tells of some of the messages that were
  /// waited for, and what else the server says of its rules.
  static AssertionError explain(
      ConditionTimeoutException failure, ApiClient api, Collection<String> missing, String log) {
    String deliveries =
        missing.stream()
            .sorted()
            .limit(MAX_MESSAGES)
            .map(id -> id + ": " + api.get("/callbacks/deliveries?msg_id=" + id).body())
            .collect(Collectors.joining("\n"));
    return new AssertionError(
        "%s%n%d messages are missing:%n%s%nrules: %s%nlog:%n%s"
            .formatted(
                failure.getMessage(),
                missing.size(),
                deliveries,
                api.get("/callbacks/rules").body(),
                log),
        failure);
  }
}
