package dev.weft.callback;

import dev.weft.app.AppId;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.RuleId;
import dev.weft.pull.PulledRule;
import dev.weft.pull.PulledRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every rule, in memory: matching must not read the store. Changed only after the change is
/// durable.
public final class RuleBook implements Endpoints, PulledRules {

  /// The rules of one app, so arranged that a message looks only at those that could want it: with
  /// thousands of rules for single groups, most never come up.
  private record Shelf(List<CallbackRule> anywhere, Map<String, List<CallbackRule>> byGroup) {

    private static final Shelf EMPTY = new Shelf(List.of(), Map.of());

    static Shelf of(List<CallbackRule> rules) {
      List<CallbackRule> anywhere = new ArrayList<>();
      Map<String, List<CallbackRule>> byGroup = new HashMap<>();
      for (CallbackRule rule : rules) {
        if (rule.filter().groups().isEmpty()) {
          anywhere.add(rule);
        }
        for (String group : rule.filter().groups()) {
          byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(rule);
        }
      }
      return new Shelf(anywhere, byGroup);
    }
  }

  private volatile Map<RuleId, CallbackRule> rules = Map.of();

  /// Made when a rule changes, not for each attempt that asks.
  private volatile Map<RuleId, Endpoint> endpoints = Map.of();

  private volatile Map<AppId, Shelf> shelves = Map.of();

  /// Replaces all rules.
  public synchronized void load(List<CallbackRule> all) {
    Map<RuleId, CallbackRule> fresh = new HashMap<>();
    all.forEach(rule -> fresh.put(rule.id(), rule));
    arrange(fresh);
  }

  synchronized void put(CallbackRule rule) {
    Map<RuleId, CallbackRule> fresh = new HashMap<>(rules);
    fresh.put(rule.id(), rule);
    arrange(fresh);
  }

  synchronized void remove(RuleId rule) {
    Map<RuleId, CallbackRule> fresh = new HashMap<>(rules);
    fresh.remove(rule);
    arrange(fresh);
  }

  private void arrange(Map<RuleId, CallbackRule> fresh) {
    Map<AppId, List<CallbackRule>> byApp = new HashMap<>();
    fresh.values().stream()
        .sorted(java.util.Comparator.comparingLong(rule -> rule.id().value()))
        .forEach(rule -> byApp.computeIfAbsent(rule.app(), _ -> new ArrayList<>()).add(rule));
    Map<AppId, Shelf> freshShelves = new HashMap<>();
    byApp.forEach((app, ofApp) -> freshShelves.put(app, Shelf.of(ofApp)));
    Map<RuleId, Endpoint> freshEndpoints = new HashMap<>();
    fresh.forEach(
        (id, rule) -> {
          if (rule.url() != null) {
            freshEndpoints.put(id, endpoint(rule, rule.url()));
          }
        });
    rules = fresh;
    endpoints = freshEndpoints;
    shelves = freshShelves;
  }

  /// The rules an event in `groups` could be for; each still has to be matched.
  Iterable<CallbackRule> candidates(AppId app, List<String> groups) {
    Shelf shelf = shelves.getOrDefault(app, Shelf.EMPTY);
    if (shelf.byGroup().isEmpty()) {
      return shelf.anywhere();
    }
    Set<CallbackRule> candidates = new LinkedHashSet<>(shelf.anywhere());
    groups.forEach(group -> candidates.addAll(shelf.byGroup().getOrDefault(group, List.of())));
    return candidates;
  }

  /// Whether the app has no rule at all.
  boolean isEmpty(AppId app) {
    return !shelves.containsKey(app);
  }

  List<CallbackRule> ofApp(AppId app) {
    return rules.values().stream()
        .filter(rule -> rule.app().equals(app))
        .sorted(java.util.Comparator.comparingLong(rule -> rule.id().value()))
        .toList();
  }

  Optional<CallbackRule> find(AppId app, RuleId id) {
    return Optional.ofNullable(rules.get(id)).filter(rule -> rule.app().equals(app));
  }

  Optional<CallbackRule> find(AppId app, String name) {
    return rules.values().stream()
        .filter(rule -> rule.app().equals(app) && rule.name().equals(name))
        .findFirst();
  }

  @Override
  public Optional<Endpoint> find(RuleId id) {
    return Optional.ofNullable(endpoints.get(id));
  }

  @Override
  public Optional<PulledRule> pulled(RuleId id) {
    return Optional.ofNullable(rules.get(id))
        .map(
            rule ->
                new PulledRule(id, rule.isPullOnly(), new StandardWebhooksSigner(rule.secrets())));
  }

  private static Endpoint endpoint(CallbackRule rule, URI url) {
    return new Endpoint(
        rule.id(),
        rule.name(),
        url,
        rule.enabled(),
        rule.pace().policy(),
        rule.pace().throttle(),
        new StandardWebhooksSigner(rule.secrets()));
  }
}
