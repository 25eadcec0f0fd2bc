package dev.weft.delivery;

/// Names a callback rule. Delivery knows a rule only as somebody's endpoint and policy.
///
/// @param value number of the rule; 0 for one that is not in the store yet, never below
public record RuleId(long value) implements LaneOwner {

  public RuleId {
    if (value < 0) {
      throw new IllegalArgumentException("no rule has the number " + value);
    }
  }

  @Override
  public long number() {
    return value;
  }
}
