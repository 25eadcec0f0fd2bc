package dev.weft.sync.attribute;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and values that are noted of somebody.
final class Values {

  private Values() {}

  static Map<String, String> merged(Map<String, String> old, Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(old);
    values.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            String _ = all.remove(name);
          } else {
            String _ = all.put(name, value);
          }
        });
    return all;
  }

  static Map<String, String> only(Map<String, String> all, List<String> names) {
    if (names.isEmpty()) {
      return all;
    }
    Map<String, String> some = new LinkedHashMap<>(all);
    some.keySet().retainAll(names);
    return some;
  }

  static int size(Map<String, String> all) {
    return all.entrySet().stream()
        .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
