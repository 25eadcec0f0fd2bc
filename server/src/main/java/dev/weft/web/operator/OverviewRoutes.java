package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.cluster.NodeList;
import dev.weft.delivery.EndpointHealth;
import dev.weft.delivery.LaneOwner;
import dev.weft.delivery.engine.Dispatcher;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.delivery.log.RecentAttempts;
import dev.weft.delivery.log.Waiting;
import dev.weft.delivery.redrive.ExceptionStorage;
import dev.weft.delivery.redrive.StoredDateKey;
import dev.weft.tx.Transactions;
import dev.weft.web.api.Answer;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/// How all is, at a glance: every rule, what it has not delivered, and what it did in the last
/// hour.
public final class OverviewRoutes {

  /// To count what waits takes a while with a long backlog: it is done this often at most.
  private static final Duration COUNTED_EVERY = Duration.ofSeconds(3);

  /// The most rules in one answer: the console asks every few seconds.
  private static final int MAX_RULES = 500;

  /// @param isQuiet whether nothing waits and the endpoint is well
  private record Line(App app, CallbackRule rule, boolean isQuiet) {}

  private final Transactions transactions;
  private final DeliverySearch search;
  private final Apps apps;
  private final Rules rules;
  private final Dispatcher dispatcher;
  private final RecentAttempts attempts;
  private final ExceptionStorage exceptions;
  private final NodeList nodes;
  private final Clock clock;
  private Map<LaneOwner, Waiting> waiting = Map.of();
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
    Map<LaneOwner, Waiting> waits = waiting();
    Map<LaneOwner, EndpointHealth> unhealthy = dispatcher.unhealthy();
    List<Line> lines = new ArrayList<>();
    long undelivered = 0;
    long stored = 0;
    for (App app : seen) {
      for (CallbackRule rule : rules.list(app)) {
        Waiting ofRule = waits.get(rule.id());
        undelivered += ofRule == null ? 0 : ofRule.count();
        lines.add(new Line(app, rule, ofRule == null && !unhealthy.containsKey(rule.id())));
      }
      stored += exceptions.dateKeys(app.id().value()).stream().mapToLong(StoredDateKey::size).sum();
    }
    List<Line> shown = shown(lines);
    return OperatorCall.data(
        new Overview(
            clock.millis(),
            seen.size(),
            undelivered,
            stored,
            shown.stream().map(line -> rule(line.app(), line.rule(), unhealthy, waits)).toList(),
            lines.size() - shown.size(),
            call.session().only() == null
                ? nodes.nodes().stream().map(NodeJson::of).toList()
                : List.of()));
  }

  /// Where there are too many rules for one answer, those that need somebody come first.
  private static List<Line> shown(List<Line> lines) {
    return lines.size() <= MAX_RULES
        ? lines
        : lines.stream().sorted(Comparator.comparing(Line::isQuiet)).limit(MAX_RULES).toList();
  }

  /// What an operator sees first.
  ///
  /// @param now milliseconds since 1970
  /// @param apps how many the operator may see
  /// @param stored callbacks in exception storage
  /// @param rules at most [#MAX_RULES]
  /// @param rulesLeftOut how many more there are
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Overview(
      long now,
      int apps,
      long undelivered,
      long stored,
      List<RuleOverviewJson> rules,
      int rulesLeftOut,
      List<NodeJson> nodes) {}

  private RuleOverviewJson rule(
      App app,
      CallbackRule rule,
      Map<LaneOwner, EndpointHealth> unhealthy,
      Map<LaneOwner, Waiting> waits) {
    EndpointHealth asWritten =
        rule.enabled() ? EndpointHealth.DELIVERING : new EndpointHealth.Disabled();
    return RuleOverviewJson.of(
        app,
        rule,
        unhealthy.getOrDefault(rule.id(), asWritten),
        waits.get(rule.id()),
        attempts.of(rule.id()));
  }

  private synchronized Map<LaneOwner, Waiting> waiting() {
    Instant now = clock.instant();
    if (counted.plus(COUNTED_EVERY).isBefore(now)) {
      waiting = transactions.read(search::waiting);
      counted = now;
    }
    return waiting;
  }

  private Answer nodes() {
    return OperatorCall.page(nodes.nodes().stream().map(NodeJson::of).toList(), null);
  }
}
