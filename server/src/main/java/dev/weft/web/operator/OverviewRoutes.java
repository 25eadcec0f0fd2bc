package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleTarget;
import dev.weft.callback.rule.Rules;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.delivery.log.Waiting;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.StoredDateKey;
import dev.weft.tx.Transactions;
import dev.weft.web.api.Answer;
import dev.weft.web.operator.OperatorRoutes.Scope;
import dev.weft.web.weft.EndpointHealthJson;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How all is, at a glance: every rule, what it has not delivered, and what it did in the last
/// hour.
public final class OverviewRoutes {

  /// To count what waits takes a while with a long backlog: it is done this often at most.
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(3);

  private final Transactions transactions;
  private final DeliverySearch search;
  private final Apps apps;
  private final Rules rules;
  private final Dispatcher dispatcher;
  private final RecentAttempts attempts;
  private final ExceptionStorage exceptions;
  private final NodeList nodes;
  private final Clock clock;
  private Map<RuleId, Waiting> waiting = Map.of();
  private Instant counted = Instant.MIN;

  public OverviewRoutes(
      Transactions transactions,
      DeliverySearch search,
      Apps apps,
      Rules rules,
      Dispatcher dispatcher,
      RecentAttempts attempts,
      ExceptionStorage exceptions,
      NodeList nodes,
      Clock clock) {
    this.transactions = transactions;
    this.search = search;
    this.apps = apps;
    this.rules = rules;
    this.dispatcher = dispatcher;
    this.attempts = attempts;
    this.exceptions = exceptions;
    this.nodes = nodes;
    this.clock = clock;
  }

  public void addTo(OperatorRoutes routes) {
    routes.add("GET", "/overview", OperatorRole.VIEWER, Scope.TENANT, this::overview);
    routes.add("GET", "/nodes", OperatorRole.VIEWER, Scope.INSTALLATION, call -> nodes());
  }

  private Answer overview(OperatorCall call) {
    List<App> seen = OperatorApps.seenBy(call.session(), apps);
    Map<RuleId, Waiting> waits = waiting();
    Map<RuleId, EndpointHealth> unhealthy = dispatcher.unhealthy();
    List<Map<String, Object>> ofRules = new ArrayList<>();
    long undelivered = 0;
    long stored = 0;
    for (App app : seen) {
      for (CallbackRule rule : rules.list(app)) {
        Map<String, Object> json = rule(app, rule, unhealthy, waits);
        undelivered += waits.containsKey(rule.id()) ? waits.get(rule.id()).count() : 0;
        ofRules.add(json);
      }
      stored += exceptions.slots(app.id().value()).stream().mapToLong(StoredDateKey::size).sum();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("now", clock.millis());
    json.put("apps", seen.size());
    json.put("undelivered", undelivered);
    json.put("stored", stored);
    json.put("rules", ofRules);
    json.put(
        "nodes",
        call.session().only() == null
            ? nodes.nodes().stream().map(NodeRoutes::json).toList()
            : List.of());
    return OperatorCall.data(json);
  }

  private Map<String, Object> rule(
      App app,
      CallbackRule rule,
      Map<RuleId, EndpointHealth> unhealthy,
      Map<RuleId, Waiting> waits) {
    EndpointHealth asWritten =
        rule.enabled() ? EndpointHealth.DELIVERING : new EndpointHealth.Disabled();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("app", app.key().toString());
    json.put("rule", rule.name());
    switch (rule.target()) {
      case RuleTarget.Http(URI url) -> {
        json.put("delivery", "push");
        json.put("url", url.toString());
      }
      case RuleTarget.Pull() -> json.put("delivery", "pull");
      case RuleTarget.Presend hook -> {
        json.put("delivery", "presend");
        json.put("url", hook.url().toString());
      }
    }
    json.put("health", EndpointHealthJson.of(unhealthy.getOrDefault(rule.id(), asWritten)));
    Waiting ofRule = waits.get(rule.id());
    json.put("undelivered", ofRule == null ? 0 : ofRule.count());
    if (ofRule != null) {
      json.put("oldest", ofRule.oldest().toEpochMilli());
    }
    RecentAttempts.Counts counts = attempts.of(rule.id());
    json.put("delivered", counts.delivered());
    json.put("failed", counts.failed());
    return json;
  }

  private synchronized Map<RuleId, Waiting> waiting() {
    Instant now = clock.instant();
    if (counted.plus(COUNTED_EVERY).isBefore(now)) {
      waiting = transactions.read(search::waiting);
      counted = now;
    }
    return waiting;
  }

  private Answer nodes() {
    return OperatorCall.page(nodes.nodes().stream().map(NodeRoutes::json).toList(), null);
  }
}
