package dev.weft.delivery;

/// The number of a callback rule. Delivery knows a rule only as somebody's endpoint and policy.
public record RuleId(long value) {}
