package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.callback.event.EventKind;
import dev.weft.callback.explain.Explanation;
import dev.weft.delivery.log.LoggedDelivery;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An explanation as JSON.
///
/// @param at milliseconds since 1970
record ExplanationJson(
    String operation,
    long at,
    List<String> events,
    List<String> notes,
    List<OfRule> rules,
    int omitted) {

  /// What one rule made of the operation.
  ///
  /// @param reason null, and left out, if there is nothing to say
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OfRule(
      String rule,
      boolean matched,
      List<String> events,
      @Nullable String reason,
      String health,
      List<DeliveryJson> deliveries) {}

  /// @param delivery what the delivery log shows of a delivery
  static ExplanationJson of(
      Explanation explanation, Function<LoggedDelivery, DeliveryJson> delivery) {
    return new ExplanationJson(
        explanation.operation(),
        explanation.at().toEpochMilli(),
        words(explanation.kinds()),
        explanation.notes(),
        explanation.rules().stream().map(rule -> of(rule, delivery)).toList(),
        explanation.omitted());
  }

  private static OfRule of(
      Explanation.OfRule rule, Function<LoggedDelivery, DeliveryJson> delivery) {
    return new OfRule(
        rule.name(),
        rule.isMatch(),
        words(rule.matched()),
        rule.reason().isEmpty() ? null : rule.reason(),
        rule.health(),
        rule.deliveries().stream().map(delivery).toList());
  }

  private static List<String> words(List<EventKind> kinds) {
    return kinds.stream().map(EventKind::word).toList();
  }
}
