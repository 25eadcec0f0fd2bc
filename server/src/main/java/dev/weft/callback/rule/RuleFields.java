package dev.weft.callback.rule;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The simple fields of a rule as a caller writes it. One that is missing or null is not given.
final class RuleFields {

  private final ObjectNode json;

  RuleFields(ObjectNode json) {
    this.json = json;
  }

  boolean has(String name) {
    return json.has(name);
  }

  /// The value of a field, whatever its type.
  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
  }

  /// @throws BadRuleException if it is no text
  Optional<String> text(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isString()) {
      throw new BadRuleException(name + " must be a text");
    }
    return value.map(JsonNode::stringValue);
  }

  /// @throws BadRuleException if it is neither true nor false
  Optional<Boolean> flag(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      throw new BadRuleException(name + " must be true or false");
    }
    return value.map(JsonNode::booleanValue);
  }
}
