package dev.weft.web.weft;

import dev.weft.callback.event.EventKind;
import dev.weft.callback.explain.Explanation;
import dev.weft.delivery.log.LoggedDelivery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Explanations as JSON.
final class ExplanationJson {

  private ExplanationJson() {}

  /// @param delivery writes what the delivery log shows of a delivery
  static Map<String, Object> of(
      Explanation explanation, Function<LoggedDelivery, Map<String, Object>> delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operation", explanation.operation());
    json.put("at", explanation.at().toEpochMilli());
    json.put("events", words(explanation.kinds()));
    json.put("notes", explanation.notes());
    json.put("rules", explanation.rules().stream().map(rule -> of(rule, delivery)).toList());
    json.put("omitted", explanation.omitted());
    return json;
  }

  private static Map<String, Object> of(
      Explanation.OfRule rule, Function<LoggedDelivery, Map<String, Object>> delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", rule.name());
    json.put("matched", rule.isMatch());
    json.put("events", words(rule.matched()));
    if (!rule.reason().isEmpty()) {
      json.put("reason", rule.reason());
    }
    json.put("health", rule.health());
    json.put("deliveries", rule.deliveries().stream().map(delivery).toList());
    return json;
  }

  private static List<String> words(List<EventKind> kinds) {
    return kinds.stream().map(EventKind::word).toList();
  }
}
