package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.callback.event.EventKind;
import dev.weft.delivery.RuleId;
import java.time.Instant;
import java.util.Set;

/// A callback rule: which events of an app go to which URL, and how.
///
/// @param target what is done with its callbacks
public record CallbackRule(
    RuleId id,
    AppId app,
    String name,
    RuleTarget target,
    boolean enabled,
    Set<EventKind> events,
    RuleFilter filter,
    RulePace pace,
    RuleSecrets secrets,
    RuleOptions options,
    Instant created,
    Instant modified) {

  public CallbackRule {
    events = Set.copyOf(events);
  }

  /// The same rule under the number the store gave it.
  public CallbackRule withId(RuleId newId) {
    return new CallbackRule(
        newId, app, name, target, enabled, events, filter, pace, secrets, options, created,
        modified);
  }
}
