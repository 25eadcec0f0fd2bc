package dev.weft.callback.rule;

import dev.weft.delivery.RetryPolicy;
import dev.weft.delivery.Throttle;
import org.jspecify.annotations.Nullable;

/// How a rule's callbacks are attempted.
///
/// @param retry when a failed one is attempted again
/// @param parkAfter attempts after which a failing callback goes to exception storage and its
///   conversation moves on (`on_poison`); null to hold the conversation until `retry` is exhausted
/// @param throttle what the endpoint wants to bear
public record RulePace(RetryPolicy retry, @Nullable Integer parkAfter, Throttle throttle) {

  public static final RulePace DEFAULT = new RulePace(RetryPolicy.DURABLE, null, Throttle.NONE);

  /// The policy that comes of both.
  RetryPolicy policy() {
    return parkAfter == null ? retry : retry.parkedAfter(parkAfter);
  }
}
