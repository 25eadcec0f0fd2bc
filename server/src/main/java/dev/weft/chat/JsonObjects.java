package dev.weft.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The little the chat does to JSON it otherwise passes on as it came.
public final class JsonObjects {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonObjects() {}

  /// The texts that stand at `names` in an object.
  public static List<String> texts(String object, List<String> names) {
    try {
      JsonNode read = MAPPER.readTree(object);
      return names.stream()
          .map(read::path)
          .filter(JsonNode::isString)
          .map(JsonNode::stringValue)
          .toList();
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON can be read", e);
    }
  }

  /// An object with this text at `name`.
  public static String with(String object, String name, String text) {
    return merge(object, MAPPER.writeValueAsString(Map.of(name, text)));
  }

  /// Fields as an object.
  static String text(Map<String, Object> fields) {
    return MAPPER.writeValueAsString(fields);
  }

  /// The fields of an object.
  public static Map<String, Object> fields(String object) {
    try {
      return MAPPER.readValue(object, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON can be read", e);
    }
  }

  /// `old` with the fields of `fresh` put over its own; what is inside a field is not merged.
  public static String merge(String old, String fresh) {
    if (fresh.equals("{}")) {
      return old;
    }
    if (old.equals("{}")) {
      return fresh;
    }
    try {
      ObjectNode merged = (ObjectNode) MAPPER.readTree(old);
      JsonNode changes = MAPPER.readTree(fresh);
      changes.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
      return MAPPER.writeValueAsString(merged);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON and checked JSON can be read", e);
    }
  }
}
