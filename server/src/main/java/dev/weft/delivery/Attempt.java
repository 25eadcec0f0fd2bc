package dev.weft.delivery;

import java.time.Instant;

/// One attempt that has ended, and what was decided: the unit of settling.
///
/// @param delivery as it was before the attempt
public record Attempt(Delivery delivery, Instant started, Outcome outcome, Verdict verdict) {

  /// From 1.
  public int number() {
    return delivery.nextNumber();
  }

  /// Whether it delivered a live delivery: what nearly all do, and after which nothing is left to
  /// be done for it.
  public boolean deliveredLive() {
    return delivery.kind() == Kind.LIVE && verdict instanceof Verdict.Delivered;
  }
}
