package dev.weft.delivery.lane;

import dev.weft.delivery.Ban;
import dev.weft.delivery.DeliverySettings;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.LaneOwner;
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
  private final BiConsumer<Endpoint, EndpointHealth> changed;
  private final Map<LaneOwner, RuleLanes> rules = new HashMap<>();
  private final TimerQueue<RuleLanes> alarms = new TimerQueue<>();

  /// @param changed told when a rule stands otherwise with its endpoint than before
  RuleTable(
      DeliverySettings settings,
      Endpoints endpoints,
      InstantSource time,
      BiConsumer<Endpoint, EndpointHealth> changed) {
    this.settings = settings;
    this.endpoints = endpoints;
    this.time = time;
    this.changed = changed;
  }

  RuleLanes get(LaneOwner id) {
    @Nullable RuleLanes rule = rules.get(id);
    if (rule == null) {
      rule = new RuleLanes(id, new RuleLimiter(settings.attemptsPerRule()));
      rules.put(id, rule);
      lookUp(rule);
      noteHealth(rule);
    }
    return rule;
  }

  Collection<RuleLanes> all() {
    return rules.values();
  }

  /// Rules that wait for a moment.
  TimerQueue<RuleLanes> alarms() {
    return alarms;
  }

  /// Takes over what the rule says now.
  void lookUp(RuleLanes rule) {
    @Nullable Endpoint endpoint = endpoints.find(rule.owner()).orElse(null);
    rule.endpoint = endpoint;
    if (endpoint != null) {
      rule.limiter.follow(endpoint, time.instant());
    }
  }

  /// Holds the rule until the ban in force ends, if there is one.
  void beginBan(RuleLanes rule) {
    @Nullable Ban ban = rule.limiter.ban(time.instant());
    if (ban != null) {
      rule.banned = true;
      alarms.set(rule, ban.until());
    }
  }

  /// Lets go of a rule of which nothing is left to know.
  void leaveIfIdle(RuleLanes rule) {
    if (rule.lanes.isEmpty() && rule.isIdle(time.instant())) {
      alarms.cancel(rule);
      rules.remove(rule.owner());
    }
  }

  /// The rules that do not deliver as usual.
  Map<LaneOwner, EndpointHealth> unhealthy() {
    Instant now = time.instant();
    Map<LaneOwner, EndpointHealth> unhealthy = new HashMap<>();
    for (RuleLanes rule : rules.values()) {
      EndpointHealth health = rule.health(now);
      if (!rule.isDeleted() && !health.equals(EndpointHealth.DELIVERING)) {
        unhealthy.put(rule.owner(), health);
      }
    }
    return unhealthy;
  }

  /// The rule stands as it does since before anybody listened.
  void noteHealth(RuleLanes rule) {
    rule.told = rule.health(time.instant());
  }

  /// Tells how the rule stands, if it is otherwise than what was told last.
  void notifyHealth(RuleLanes rule) {
    @Nullable Endpoint endpoint = rule.endpoint;
    EndpointHealth health = rule.health(time.instant());
    boolean another =
        !health.getClass().equals(rule.told.getClass())
            || (health instanceof EndpointHealth.Banned && !health.equals(rule.told));
    if (endpoint != null && another) {
      rule.told = health;
      changed.accept(endpoint, health);
    }
  }
}
