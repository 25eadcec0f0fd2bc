package dev.weft.gateway.meta;

import dev.weft.msync.KeyValue;
import dev.weft.msync.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Maps of the protocol and JSON objects, one into the other. A value keeps its type on the way.
final class KeyValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private KeyValues() {}

  static ObjectNode toJson(List<KeyValue> values) {
    ObjectNode object = NODES.objectNode();
    values.forEach(value -> object.set(value.getKey(), toJson(value)));
    return object;
  }

  private static JsonNode toJson(KeyValue value) {
    return switch (value.getType()) {
      case ValueType.BOOL -> NODES.booleanNode(value.getVarintValue() != 0);
      case ValueType.INT, ValueType.UINT, ValueType.LLINT ->
          NODES.numberNode(value.getVarintValue());
      case ValueType.FLOAT -> number(Float.toString(value.getFloatValue()));
      case ValueType.DOUBLE -> number(Double.toString(value.getDoubleValue()));
      case ValueType.JSON_STRING -> parsed(value.getStringValue());
      default -> NODES.stringNode(value.getStringValue());
    };
  }

  /// JSON knows neither NaN nor the infinities.
  private static JsonNode number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return NODES.numberNode(number);
    } catch (NumberFormatException e) {
      return NODES.nullNode();
    }
  }

  /// What says it is JSON and is not stays a text.
  private static JsonNode parsed(String text) {
    try {
      JsonNode node = Json.MAPPER.readTree(text);
      return node == null || node.isMissingNode() ? NODES.stringNode(text) : node;
    } catch (JacksonException e) {
      return NODES.stringNode(text);
    }
  }

  static List<KeyValue> fromJson(JsonNode object) {
    return object.properties().stream().map(KeyValues::fromJson).toList();
  }

  private static KeyValue fromJson(Map.Entry<String, JsonNode> field) {
    KeyValue.Builder value = KeyValue.newBuilder().setKey(field.getKey());
    JsonNode node = field.getValue();
    if (node.isString()) {
      return value.setType(ValueType.STRING).setStringValue(node.stringValue()).build();
    }
    if (node.isBoolean()) {
      return value.setType(ValueType.BOOL).setVarintValue(node.booleanValue() ? 1 : 0).build();
    }
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      return value.setType(ValueType.INT).setVarintValue(node.intValue()).build();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return value.setType(ValueType.LLINT).setVarintValue(node.longValue()).build();
    }
    if (node.isNumber()) {
      return value.setType(ValueType.DOUBLE).setDoubleValue(node.doubleValue()).build();
    }
    return value.setType(ValueType.JSON_STRING).setStringValue(Json.text(node)).build();
  }
}
