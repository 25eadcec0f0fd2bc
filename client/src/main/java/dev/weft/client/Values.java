package dev.weft.client;

import dev.weft.receiver.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON of plain Java values.
final class Values {

  private Values() {}

  /// Of alternating names and values; fields whose value is null are left out.
  static Json object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1] != null) {
        fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
      }
    }
    return of(fields);
  }

  /// Of maps, collections, texts, numbers, booleans and null.
  static Json of(@Nullable Object value) {
    if (value == null) {
      return new Json.JsonNull();
    }
    if (value instanceof Json json) {
      return json;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Json> fields = new LinkedHashMap<>();
      map.forEach((name, one) -> fields.put(String.valueOf(name), of(one)));
      return new Json.JsonObject(fields);
    }
    if (value instanceof Iterable<?> all) {
      List<Json> elements = new ArrayList<>();
      all.forEach(one -> elements.add(of(one)));
      return new Json.JsonArray(elements);
    }
    if (value instanceof Boolean yes) {
      return new Json.JsonBoolean(yes);
    }
    if (value instanceof Number number) {
      return new Json.JsonNumber(number.toString());
    }
    return new Json.JsonString(value.toString());
  }
}
