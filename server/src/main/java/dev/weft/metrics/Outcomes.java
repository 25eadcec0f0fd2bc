package dev.weft.metrics;

import dev.weft.delivery.Outcome;

/// The words of the label `outcome`.
final class Outcomes {

  static final String ACKNOWLEDGED = "acknowledged";

  /// An answer that was no success.
  static final String REFUSED = "refused";

  /// No answer.
  static final String UNREACHABLE = "unreachable";

  private Outcomes() {}

  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Acknowledged _ -> ACKNOWLEDGED;
      case Outcome.Refused _ -> REFUSED;
      case Outcome.Unreachable _ -> UNREACHABLE;
    };
  }
}
