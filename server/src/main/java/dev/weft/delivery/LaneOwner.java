package dev.weft.delivery;

/// Whom a lane delivers for: a callback rule or, where callbacks are sent once more to a URL of
/// their own, a job. Each has lanes, limits and an endpoint of its own.
public sealed interface LaneOwner permits RuleId, JobId {

  /// Number in the store and between nodes: above zero for a rule, below zero for a job. No two
  /// owners share one.
  long number();

  /// The owner with a number of the store.
  static LaneOwner of(long number) {
    return number < 0 ? new JobId(-number) : new RuleId(number);
  }
}
