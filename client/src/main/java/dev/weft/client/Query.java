package dev.weft.client;

import dev.weft.receiver.pull.AppCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Query parameters.
final class Query {

  private final List<String> pairs = new ArrayList<>();

  Query and(String name, @Nullable Object value) {
    if (value != null) {
      pairs.add(name + "=" + AppCalls.encode(value.toString()));
    }
    return this;
  }

  Query and(Map<String, ?> all) {
    all.forEach(this::and);
    return this;
  }

  /// Behind this path.
  String behind(String path) {
    return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
  }
}
