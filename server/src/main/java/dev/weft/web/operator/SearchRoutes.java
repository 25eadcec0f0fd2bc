package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.Rules;
import dev.weft.delivery.RuleId;
import dev.weft.delivery.log.DeliveryQuery;
import dev.weft.delivery.log.DeliverySearch;
import dev.weft.tx.Transactions;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Cursor;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Query;
import dev.weft.web.operator.OperatorRoutes.Scope;
import dev.weft.web.weft.States;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds deliveries of all apps by any id.
public final class SearchRoutes {

  private static final int MAX_PAGE = 500;

  private final Transactions transactions;
  private final DeliverySearch search;
  private final Apps apps;
  private final Rules rules;

  public SearchRoutes(Transactions transactions, DeliverySearch search, Apps apps, Rules rules) {
    this.transactions = transactions;
    this.search = search;
    this.apps = apps;
    this.rules = rules;
  }

  public void addTo(OperatorRoutes routes) {
    routes.add("GET", "/deliveries", OperatorRole.VIEWER, Scope.TENANT, this::find);
    routes.add("GET", "/failures", OperatorRole.VIEWER, Scope.TENANT, this::failures);
  }

  private Answer find(OperatorCall call) {
    Query query = call.query();
    @Nullable Long app = OperatorApps.chosen(call.session(), query, apps);
    FoundJson json = new FoundJson(apps, rules);
    Optional<String> rule = text(query, "rule");
    List<RuleId> named = rule.map(name -> rules(name, app, json)).orElse(List.of());
    if (rule.isPresent() && named.isEmpty()) {
      return OperatorCall.page(List.of(), null);
    }
    DeliveryQuery asked = query(query, app, named.isEmpty() ? null : named.getFirst());
    @Nullable String position = Cursor.decode(query);
    @Nullable Long before =
        position == null ? null : position.matches("[0-9]{1,18}") ? Long.valueOf(position) : 0L;
    DeliverySearch.Found found =
        transactions.read(
            snapshot ->
                search.search(snapshot, asked, before, query.pageSize("limit", 50, MAX_PAGE)));
    List<FoundDeliveryJson> data = found.deliveries().stream().map(json::of).toList();
    Long next = found.next();
    return OperatorCall.page(data, next == null ? null : Cursor.encode(Long.toString(next)));
  }

  /// A rule by its name, in the app or in the first app that has one of this name; a deleted one by
  /// `#` and its number.
  private List<RuleId> rules(String name, @Nullable Long app, FoundJson json) {
    if (name.matches("#[0-9]{1,18}")) {
      return List.of(new RuleId(Long.parseLong(name.substring(1))));
    }
    List<App> among = app == null ? apps.all() : json.app(app).map(List::of).orElse(List.of());
    return among.stream()
        .flatMap(one -> rules.find(one, name).stream())
        .map(CallbackRule::id)
        .toList();
  }

  private static DeliveryQuery query(Query query, @Nullable Long app, @Nullable RuleId rule) {
    return new DeliveryQuery(
        app,
        text(query, "q").orElse(null),
        rule,
        text(query, "thread").orElse(null),
        text(query, "user").orElse(null),
        text(query, "state").map(States::read).orElse(null),
        text(query, "status").map(SearchRoutes::status).orElse(null),
        text(query, "operation").orElse(null),
        time(query, "since"),
        time(query, "until"));
  }

  private static Optional<String> text(Query query, String name) {
    return query.text(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static Integer status(String text) {
    if (!text.matches("[0-9]{3}")) {
      throw Errors.illegalArgument("status must be an HTTP status such as 503");
    }
    return Integer.valueOf(text);
  }

  private static @Nullable Instant time(Query query, String name) {
    Optional<String> text = text(query, name);
    if (text.isEmpty()) {
      return null;
    }
    if (!text.get().matches("[0-9]{1,15}")) {
      throw Errors.illegalArgument(name + " must be milliseconds since 1970");
    }
    return Instant.ofEpochMilli(Long.parseLong(text.get()));
  }

  private Answer failures(OperatorCall call) {
    @Nullable Long app = OperatorApps.chosen(call.session(), call.query(), apps);
    FoundJson json = new FoundJson(apps, rules);
    return OperatorCall.page(
        FailureGroups.of(
            transactions.read(snapshot -> search.failures(snapshot, app, FailureGroups.LOOKED_AT)),
            json,
            rules),
        null);
  }
}
