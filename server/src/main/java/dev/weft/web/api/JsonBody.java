package dev.weft.web.api;

import dev.weft.app.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON object of a request. A field that is there but of the wrong type ends the call with the
/// error its endpoint has for a bad body.
public final class JsonBody {

  private final ObjectNode fields;
  private final Supplier<VendorException> wrongType;

  public JsonBody(ObjectNode fields, Supplier<VendorException> wrongType) {
    this.fields = fields;
    this.wrongType = wrongType;
  }

  /// The field itself; empty if it is missing or null.
  public Optional<JsonNode> node(String name) {
    JsonNode node = fields.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  public boolean has(String name) {
    return fields.has(name);
  }

  /// The names of the fields, in the caller's order.
  public List<String> names() {
    return List.copyOf(fields.propertyNames());
  }

  /// A text.
  public Optional<String> text(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isString()) {
                throw wrongType.get();
              }
              return node.stringValue();
            });
  }

  /// An id or name: a text, or a whole number as the vendor's own curl examples write ids.
  public Optional<String> id(String name) {
    return node(name).map(this::asId);
  }

  /// A list of ids or names; one alone counts as a list of one.
  public Optional<List<String>> ids(String name) {
    return node(name)
        .map(
            node -> {
              if (!node.isArray()) {
                return List.of(asId(node));
              }
              List<String> ids = new ArrayList<>(node.size());
              node.forEach(item -> ids.add(asId(item)));
              return ids;
            });
  }

  /// A list of user names in their stored form, each once.
  public Optional<List<UserId>> users(String name) {
    return ids(name).map(names -> names.stream().map(UserId::of).distinct().toList());
  }

  /// A truth value; the texts `true` and `false` are taken too.
  public Optional<Boolean> flag(String name) {
    return node(name)
        .map(
            node -> {
              if (node.isBoolean()) {
                return node.booleanValue();
              }
              if (node.isString() && node.stringValue().matches("true|false")) {
                return Boolean.valueOf(node.stringValue());
              }
              throw wrongType.get();
            });
  }

  /// A whole number; a text of digits is taken too (vendor: ttl may be a numeric string).
  public Optional<Long> number(String name) {
    return node(name)
        .map(
            node -> {
              if (node.isIntegralNumber() && node.canConvertToLong()) {
                return node.longValue();
              }
              if (node.isString() && node.stringValue().matches("-?[0-9]{1,18}")) {
                return Long.valueOf(node.stringValue());
              }
              throw wrongType.get();
            });
  }

  /// An object inside the body.
  public Optional<JsonBody> object(String name) {
    return node(name)
        .map(
            node -> {
              if (node instanceof ObjectNode object) {
                return new JsonBody(object, wrongType);
              }
              throw wrongType.get();
            });
  }

  public ObjectNode fields() {
    return fields;
  }

  private String asId(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isIntegralNumber()) {
      return node.asString();
    }
    throw wrongType.get();
  }
}
