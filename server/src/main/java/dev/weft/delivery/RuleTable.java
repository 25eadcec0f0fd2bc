package dev.weft.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The rules in memory: those with something in hand or on record. Every other one is as its
/// endpoint says, and is made here when it is asked for.
final class RuleTable {

  private final DeliverySettings settings;
  private final Endpoints endpoints;
  private final InstantSource time;
  private final BiConsumer<Endpoint, Standing> changed;
  private final Map<RuleId, RuleLanes> rules = new HashMap<>();
  private final Alarms<RuleLanes> alarms = new Alarms<>();

  /// @param changed told when a rule stands otherwise with its endpoint than before
  RuleTable(
      DeliverySettings settings,
      Endpoints endpoints,
      InstantSource time,
      BiConsumer<Endpoint, Standing> changed) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.time = time;
    this.changed = changed;
  }

  RuleLanes get(RuleId id) {
    @Nullable RuleLanes rule = rules.get(id);
    if (rule == null) {
      rule = new RuleLanes(id, new Gate(settings.attemptsPerRule()));
      rules.put(id, rule);
      lookUp(rule);
      noteStanding(rule);
    }
    return rule;
  }

  Collection<RuleLanes> all() {
    return rules.values();
  }

  /// Rules that wait for a moment.
  Alarms<RuleLanes> alarms() {
    return alarms;
  }

  /// Takes over what the rule says now.
  void lookUp(RuleLanes rule) {
    @Nullable Endpoint endpoint = endpoints.find(rule.rule()).orElse(null);
    rule.endpoint = endpoint;
    if (endpoint != null) {
      rule.gate.follow(endpoint, time.instant());
    }
  }

  /// Holds the rule until the ban in force ends, if there is one.
  void beginBan(RuleLanes rule) {
    @Nullable Ban ban = rule.gate.ban(time.instant());
    if (ban != null) {
      rule.banned = true;
      alarms.set(rule, ban.until());
    }
  }

  /// Lets go of a rule of which nothing is left to know.
  void leaveIfIdle(RuleLanes rule) {
    if (rule.lanes.isEmpty() && rule.isIdle(time.instant())) {
      alarms.cancel(rule);
      rules.remove(rule.rule());
    }
  }

  /// The rules that do not deliver as usual.
  Map<RuleId, Standing> standings() {
    Instant now = time.instant();
    Map<RuleId, Standing> standings = new HashMap<>();
    for (RuleLanes rule : rules.values()) {
      Standing standing = rule.standing(now);
      if (!rule.isDeleted() && !standing.equals(Standing.DELIVERING)) {
        standings.put(rule.rule(), standing);
      }
    }
    return standings;
  }

  /// The rule stands as it does since before anybody listened.
  void noteStanding(RuleLanes rule) {
    rule.told = rule.standing(time.instant());
  }

  /// Tells how the rule stands, if it is otherwise than what was told last.
  void tellStanding(RuleLanes rule) {
    @Nullable Endpoint endpoint = rule.endpoint;
    Standing standing = rule.standing(time.instant());
    boolean another =
        !standing.getClass().equals(rule.told.getClass())
            || (standing instanceof Standing.Banned && !standing.equals(rule.told));
    if (endpoint != null && another) {
      rule.told = standing;
      changed.accept(endpoint, standing);
    }
  }
}
