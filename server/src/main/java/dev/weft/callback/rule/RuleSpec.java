package dev.weft.callback.rule;

import dev.weft.callback.event.EventKind;
import java.util.Optional;
import java.util.Set;

/// What a caller says of a rule.
///
/// @param target what is done with its callbacks
/// @param secret the vendor secret; empty to have one made, or to keep the present one
/// @param signingSecret the Standard Webhooks secret; empty likewise
public record RuleSpec(
    String name,
    RuleTarget target,
    boolean enabled,
    Set<EventKind> events,
    RuleFilter filter,
    RulePace pace,
    Optional<String> secret,
    Optional<String> signingSecret,
    RuleOptions options) {

  public RuleSpec {
    events = Set.copyOf(events);
  }

  /// What `rule` is now, as a caller would say it; the secrets are kept.
  static RuleSpec of(CallbackRule rule) {
    return new RuleSpec(
        rule.name(),
        rule.target(),
        rule.enabled(),
        rule.events(),
        rule.filter(),
        rule.pace(),
        Optional.empty(),
        Optional.empty(),
        rule.options());
  }
}
