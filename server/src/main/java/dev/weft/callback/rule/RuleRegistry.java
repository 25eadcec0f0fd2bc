package dev.weft.callback.rule;

import dev.weft.app.AppId;
import dev.weft.delivery.Endpoint;
import dev.weft.delivery.Endpoints;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.RuleId;
import dev.weft.pull.PulledRule;
import dev.weft.pull.PulledRules;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every rule, in memory: matching must not read the store. Changed only after the change is
/// durable.
public final class RuleRegistry implements Endpoints, PulledRules {

  /// The rules of one app, so arranged that a message looks only at those that could want it: with
  /// thousands of rules for single groups, most never come up.
  ///
  /// @param all by their numbers, smallest first
  private record Shelf(
      List<CallbackRule> all,
      Map<String, CallbackRule> byName,
      List<CallbackRule> anywhere,
      Map<String, List<CallbackRule>> byGroup) {

    private static final Shelf EMPTY = new Shelf(List.of(), Map.of(), List.of(), Map.of());

    static Shelf of(List<CallbackRule> rules) {
      Map<String, CallbackRule> byName = new HashMap<>();
      List<CallbackRule> anywhere = new ArrayList<>();
      Map<String, List<CallbackRule>> byGroup = new HashMap<>();
      for (CallbackRule rule : rules) {
        byName.put(rule.name(), rule);
        if (rule.filter().groups().isEmpty()) {
          anywhere.add(rule);
        }
        for (String group : rule.filter().groups()) {
          byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(rule);
        }
      }
      return new Shelf(List.copyOf(rules), byName, anywhere, byGroup);
    }

    /// At most `limit` rules with numbers above `number`.
    List<CallbackRule> after(long number, int limit) {
      int from = 0;
      int to = all.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (all.get(middle).id().value() <= number) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return all.subList(from, Math.min(all.size(), from + limit));
    }
  }

  private volatile Map<RuleId, CallbackRule> rules = Map.of();

  /// Made when a rule changes, not for each attempt that asks.
  private volatile Map<RuleId, Endpoint> endpoints = Map.of();

  private volatile Map<AppId, Shelf> shelves = Map.of();

  /// Apps with pre-send hooks that are enabled.
  private volatile Set<AppId> hooked = Set.of();

  /// The version of all rules here, but for those in [#newer].
  private volatile long version = -1;

  /// Rules that were changed here, and the versions that this made, until all are read so late.
  private final Map<RuleId, Long> newer = new HashMap<>();

  private volatile Runnable reader = () -> {};

  /// @param reader reads the rules from the store if another node may have changed some
  void readBy(Runnable reader) {
    this.reader = reader;
  }

  @Override
  public void refresh() {
    reader.run();
  }

  long version() {
    return version;
  }

  /// Replaces all rules by those of `asOf` and answers which are others now. What was changed here
  /// since then stays.
  synchronized Set<RuleId> load(List<CallbackRule> all, long asOf) {
    Map<RuleId, CallbackRule> before = rules;
    Map<RuleId, CallbackRule> fresh = new HashMap<>();
    all.forEach(rule -> fresh.put(rule.id(), rule));
    newer.values().removeIf(made -> made <= asOf);
    for (RuleId rule : newer.keySet()) {
      @Nullable CallbackRule own = before.get(rule);
      if (own == null) {
        fresh.remove(rule);
      } else {
        fresh.put(rule, own);
      }
    }
    Set<RuleId> changed = new HashSet<>(before.keySet());
    changed.addAll(fresh.keySet());
    changed.removeIf(rule -> Objects.equals(before.get(rule), fresh.get(rule)));
    if (!changed.isEmpty()) {
      arrange(fresh);
    }
    version = Math.max(version, asOf);
    return changed;
  }

  /// @param made the version that the change has made
  synchronized void put(CallbackRule rule, long made) {
    if (isPassed(rule.id(), made)) {
      return;
    }
    Map<RuleId, CallbackRule> fresh = new HashMap<>(rules);
    fresh.put(rule.id(), rule);
    arrange(fresh);
  }

  synchronized void remove(RuleId rule, long made) {
    if (isPassed(rule, made)) {
      return;
    }
    Map<RuleId, CallbackRule> fresh = new HashMap<>(rules);
    fresh.remove(rule);
    arrange(fresh);
  }

  /// Whether what is here is younger than a change that was made here: two may tell of themselves
  /// in another order than they were made in.
  private boolean isPassed(RuleId rule, long made) {
    if (made <= version || newer.getOrDefault(rule, made) > made) {
      return true;
    }
    newer.put(rule, made);
    return false;
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
          rule.target().httpUrl().ifPresent(url -> freshEndpoints.put(id, endpoint(rule, url)));
        });
    rules = fresh;
    endpoints = freshEndpoints;
    shelves = freshShelves;
    hooked =
        fresh.values().stream()
            .filter(rule -> rule.enabled() && rule.target() instanceof RuleTarget.Presend)
            .map(CallbackRule::app)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// The rules an event in `groups` could be for; each still has to be matched.
  public Iterable<CallbackRule> candidates(AppId app, List<String> groups) {
    Shelf shelf = shelf(app);
    if (shelf.byGroup().isEmpty()) {
      return shelf.anywhere();
    }
    Set<CallbackRule> candidates = new LinkedHashSet<>(shelf.anywhere());
    groups.forEach(group -> candidates.addAll(shelf.byGroup().getOrDefault(group, List.of())));
    return candidates;
  }

  /// Whether the app has no rule at all.
  public boolean isEmpty(AppId app) {
    return !shelves.containsKey(app);
  }

  /// The pre-send hooks of an app that something in `groups` could be for, in order; each still has
  /// to be matched.
  public List<CallbackRule> hooks(AppId app, List<String> groups) {
    List<CallbackRule> hooks = new ArrayList<>();
    for (CallbackRule rule : candidates(app, groups)) {
      if (rule.target() instanceof RuleTarget.Presend) {
        hooks.add(rule);
      }
    }
    return hooks;
  }

  /// Whether the app has a pre-send hook.
  public boolean hasHooks(AppId app) {
    return hooked.contains(app);
  }

  /// All rules of the app, oldest first.
  public List<CallbackRule> ofApp(AppId app) {
    return shelf(app).all();
  }

  /// The rules of the app with numbers above `after`, oldest first, and at most `limit` of them.
  List<CallbackRule> ofApp(AppId app, long after, int limit) {
    return shelf(app).after(after, limit);
  }

  private Shelf shelf(AppId app) {
    return shelves.getOrDefault(app, Shelf.EMPTY);
  }

  public Optional<CallbackRule> find(AppId app, RuleId id) {
    return Optional.ofNullable(rules.get(id)).filter(rule -> rule.app().equals(app));
  }

  public Optional<CallbackRule> find(AppId app, String name) {
    return Optional.ofNullable(shelf(app).byName().get(name));
  }

  @Override
  public Optional<Endpoint> find(LaneOwner owner) {
    return Optional.ofNullable(endpoints.get(owner));
  }

  @Override
  public Optional<PulledRule> pulled(RuleId id) {
    return Optional.ofNullable(rules.get(id))
        .map(
            rule ->
                new PulledRule(
                    id,
                    rule.target() instanceof RuleTarget.Pull,
                    new StandardWebhooksSigner(rule.secrets())));
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
