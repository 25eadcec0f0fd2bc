package dev.weft.callback.explain;

import dev.weft.callback.event.EventKind;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.LoggedDelivery;
import java.time.Instant;
import java.util.List;

/// What the rules of an app made of one operation on a message.
///
/// @param operation `send`, `modify` or `recall`
/// @param at when it happened
/// @param kinds the callbacks it could give
/// @param notes what is not known any more, in sentences; empty if the answer is certain
/// @param rules those that matched first, then some of the others
/// @param omitted how many others are not listed
public record Explanation(
    String operation,
    Instant at,
    List<EventKind> kinds,
    List<String> notes,
    List<OfRule> rules,
    int omitted) {

  public Explanation {
    kinds = List.copyOf(kinds);
    notes = List.copyOf(notes);
    rules = List.copyOf(rules);
  }

  /// Whether a delivery tells of this operation.
  public boolean isOf(LoggedDelivery delivery) {
    return delivery.operation().equals(operation) && delivery.created().equals(at);
  }

  /// What one rule made of it.
  ///
  /// @param name as it was at that time
  /// @param matched the callbacks it wanted; empty if it wanted none
  /// @param reason why it wanted none, or what is odd about it; empty if there is nothing to say
  /// @param health the rule now, in words: `delivering`, `disabled`, `deleted`, `paused: ` and why,
  ///   `banned until ` a time, `failing, next attempt at ` a time, `recovering`
  /// @param deliveries what became of the callbacks
  public record OfRule(
      RuleId rule,
      String name,
      List<EventKind> matched,
      String reason,
      String health,
      List<LoggedDelivery> deliveries) {

    public OfRule {
      matched = List.copyOf(matched);
      deliveries = List.copyOf(deliveries);
    }

    /// Whether the rule wanted it.
    public boolean isMatch() {
      return !matched.isEmpty() || !deliveries.isEmpty();
    }
  }
}
