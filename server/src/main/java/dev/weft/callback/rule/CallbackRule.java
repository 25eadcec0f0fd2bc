package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.callback.event.EventKind;
import dev.weft.delivery.RuleId;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A callback rule: which events of an app go to which URL, and how.
///
/// @param url null if nothing is sent: the rule's callbacks are kept for those who fetch them
public record CallbackRule(
    RuleId id,
    AppId app,
    String name,
    @Nullable URI url,
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

  /// Whether its callbacks are never sent, only fetched.
  public boolean isPullOnly() {
    return url == null;
  }

  /// The same rule under the number the store gave it.
  public CallbackRule withId(RuleId newId) {
    return new CallbackRule(
        newId, app, name, url, enabled, events, filter, pace, secrets, options, created, modified);
  }
}
