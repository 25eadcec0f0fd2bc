package dev.weft.web.weft;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.weft.callback.rule.CallbackRule;
import dev.weft.callback.rule.RuleJson;
import dev.weft.delivery.EndpointHealth;

/// A rule as the API answers it: its fields, and how it does.
record RuleAnswer(@JsonUnwrapped RuleJson rule, EndpointHealthJson health) {

  static RuleAnswer of(CallbackRule rule, EndpointHealth health) {
    return new RuleAnswer(RuleJson.of(rule), EndpointHealthJson.of(health));
  }
}
