package dev.weft.web.operator;

import dev.weft.app.App;
import dev.weft.app.Apps;
import dev.weft.app.OperatorRole;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.explain.RulePreview;
import dev.weft.callback.rule.BadRuleException;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleHistory;
import dev.weft.callback.rule.RuleReader;
import dev.weft.callback.rule.Rules;
import dev.weft.tx.Transactions;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Json;
import dev.weft.web.operator.OperatorRoutes.Scope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// What a rule would match, and how it was before.
public final class RuleInsightRoutes {

  private static final int MAX_VERSIONS = 100;

  private final Transactions transactions;
  private final RuleHistory history;
  private final RulePreview preview;
  private final Apps apps;
  private final Rules rules;

  public RuleInsightRoutes(
      Transactions transactions, RuleHistory history, RulePreview preview, Apps apps, Rules rules) {
    this.transactions = transactions;
    this.history = history;
    this.preview = preview;
    this.apps = apps;
    this.rules = rules;
  }

  public void addTo(OperatorRoutes routes) {
    routes
        .add("GET", "/rules/{}/{}/{}/versions", OperatorRole.VIEWER, Scope.TENANT, this::versions)
        .add("POST", "/rules/{}/{}/match", OperatorRole.VIEWER, Scope.TENANT, this::match);
  }

  private App app(OperatorCall call) {
    return OperatorApps.find(call.session(), call.parameter(0) + "#" + call.parameter(1), apps);
  }

  private Answer versions(OperatorCall call) {
    CallbackRule rule =
        rules
            .find(app(call), call.parameter(2))
            .orElseThrow(
                () ->
                    OperatorCall.missing(
                        "there is no callback rule named \"" + call.parameter(2) + "\""));
    return OperatorCall.page(
        transactions.read(snapshot -> history.editions(snapshot, rule.id(), MAX_VERSIONS)).stream()
            .map(RuleInsightRoutes::json)
            .toList(),
        null);
  }

  private static Map<String, Object> json(RuleHistory.Edition edition) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("since", edition.since().toEpochMilli());
    if (edition.until() != null) {
      json.put("until", edition.until().toEpochMilli());
    }
    json.put("rule", Json.raw(edition.document().getBytes(StandardCharsets.UTF_8)));
    return json;
  }

  /// The body is a rule, as it would be made; its name may be missing.
  private Answer match(OperatorCall call) {
    App app = app(call);
    ObjectNode body = call.json().fields();
    if (!body.has("name")) {
      body.put("name", "preview");
    }
    RulePreview.Preview found;
    try {
      found = preview.of(app, RuleReader.create(body));
    } catch (BadRuleException e) {
      throw Errors.illegalArgument(String.valueOf(e.getMessage()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("events", found.looked());
    json.put("matched", found.matched());
    json.put("examples", found.examples().stream().map(RuleInsightRoutes::json).toList());
    return OperatorCall.data(json);
  }

  private static Map<String, Object> json(RulePreview.Example example) {
    return Map.of(
        "msg_id",
        example.message().id().toString(),
        "from",
        example.message().from().value(),
        "at",
        example.message().sent().toEpochMilli(),
        "events",
        List.copyOf(example.kinds().stream().map(EventKind::word).toList()));
  }
}
