package dev.weft.callback.rule;

/// Whether an event is for a rule, and if not, what said no.
public sealed interface Match {

  record Matched() implements Match {}

  /// Not for this rule.
  ///
  /// @param reason which part of the rule said no, for whoever asks why a callback did not come
  record Unmatched(String reason) implements Match {}
}
