package dev.weft.callback.rule;

import dev.weft.callback.event.EventFacts;
import dev.weft.callback.event.EventKind;
import java.util.Collections;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Decides whether a rule wants an event. Pure: the same rule and facts give the same answer, now
/// and when somebody asks later why a callback did not come.
public final class Matcher {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Match MATCHED = new Match.Matched();

  private Matcher() {}

  private static final Match HOOK =
      new Match.Unmatched("it is a pre-send hook: it is asked before messages of clients are sent");

  public static Match match(CallbackRule rule, EventKind kind, EventFacts facts) {
    return rule.target() instanceof RuleTarget.Presend
        ? HOOK
        : match(rule.enabled(), rule.events(), rule.filter(), kind, facts);
  }

  public static Match match(RuleSpec rule, EventKind kind, EventFacts facts) {
    return rule.target() instanceof RuleTarget.Presend
        ? HOOK
        : match(rule.enabled(), rule.events(), rule.filter(), kind, facts);
  }

  /// Whether a pre-send hook is to be asked about what is to be sent.
  public static boolean isAsked(CallbackRule hook, EventKind kind, EventFacts facts) {
    return match(hook.enabled(), hook.events(), hook.filter(), kind, facts)
        instanceof Match.Matched;
  }

  private static Match match(
      boolean enabled, Set<EventKind> events, RuleFilter filter, EventKind kind, EventFacts facts) {
    if (!enabled) {
      return new Match.Unmatched("the rule is disabled");
    }
    if (!events.contains(kind)) {
      return new Match.Unmatched("events has no \"" + kind.word() + "\"");
    }
    return match(filter, facts);
  }

  private static Match match(RuleFilter filter, EventFacts facts) {
    if (filter.equals(RuleFilter.NONE)) {
      return MATCHED;
    }
    if (!filter.from().isEmpty() && !filter.to().isEmpty() && !filter.groups().isEmpty()) {
      return new Match.Unmatched("from, to and group_ids together never match");
    }
    if (!filter.from().isEmpty() && !filter.from().contains(facts.operator())) {
      return new Match.Unmatched("from does not name " + facts.operator());
    }
    if (!filter.to().isEmpty()
        && (facts.receiver() == null || !filter.to().contains(facts.receiver()))) {
      return new Match.Unmatched("to does not name the receiver");
    }
    if (!filter.groups().isEmpty() && Collections.disjoint(filter.groups(), facts.groups())) {
      return new Match.Unmatched("group_ids names neither the thread nor its group");
    }
    if (facts.type() != null
        && !filter.types().isEmpty()
        && !filter.types().contains(facts.type())) {
      return new Match.Unmatched("message_types has no " + facts.type().wireName());
    }
    if (facts.source() != null && filter.source() != null && filter.source() != facts.source()) {
      return new Match.Unmatched("source is not " + facts.source());
    }
    if (facts.ext() != null && !filter.extKeys().isEmpty() && !hasKey(filter, facts.ext())) {
      return new Match.Unmatched("the message's ext has none of ext_keys");
    }
    if (!filter.envs().isEmpty() && !filter.envs().contains(facts.env())) {
      return new Match.Unmatched("envs has no \"" + facts.env() + "\"");
    }
    return MATCHED;
  }

  private static boolean hasKey(RuleFilter filter, String ext) {
    return !Collections.disjoint(filter.extKeys(), MAPPER.readTree(ext).propertyNames());
  }
}
