package dev.weft.delivery.engine;

import dev.weft.delivery.Attempt;
import dev.weft.delivery.Delivery;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Failure;
import dev.weft.delivery.Outcome;
import dev.weft.delivery.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each attempt, with the ids a person will search for.
final class AttemptLog {

  private static final Logger log = LoggerFactory.getLogger("dev.weft.delivery.attempts");

  private AttemptLog() {}

  /// @param early whether it was made before its time, and counts only if it succeeds
  static void write(Endpoint endpoint, Attempt attempt, boolean early) {
    if (!log.isInfoEnabled()) {
      return;
    }
    Delivery delivery = attempt.delivery();
    // Put together here: a pattern with so many places costs several times as much, and this line
    // is
    // written for every attempt.
    log.info(
        "attempted call="
            + delivery.callId()
            + " rule="
            + endpoint.name()
            + " conversation="
            + delivery.lane().conversation()
            + " number="
            + attempt.number()
            + (early ? " early=true" : "")
            + " outcome="
            + outcome(attempt.outcome())
            + " verdict="
            + verdict(attempt.verdict())
            + " ms="
            + attempt.outcome().timings().total().toMillis());
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acknowledged acknowledged -> "acknowledged:" + acknowledged.status();
      case Outcome.Refused refused -> "refused:" + refused.status();
      case Outcome.Unreachable(Failure failure, String reason, _, _) ->
          "unreachable:" + failure + " reason=\"" + reason + '"';
    };
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Delivered() -> "delivered";
      case Verdict.RetryAt retry -> "retry next=" + retry.at();
      case Verdict.Store() -> "stored";
      case Verdict.Pause(String reason) -> "paused reason=\"" + reason + '"';
      case Verdict.Discard() -> "discarded";
    };
  }
}
