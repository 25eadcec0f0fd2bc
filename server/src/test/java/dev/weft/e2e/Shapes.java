package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Compares JSON with the contract's vectors: the same keys and types everywhere, values apart.
final class Shapes {

  private Shapes() {}

  static JsonNode vector(String name) {
    try (InputStream in = Shapes.class.getResourceAsStream("/vectors/" + name)) {
      return ApiClient.JSON.readTree(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fails where `actual` has other keys or types than `expected`.
  static void assertSameShape(JsonNode actual, JsonNode expected) {
    assertSameShape("$", actual, expected, Set.of());
  }

  /// Like [#assertSameShape(JsonNode, JsonNode)]; keys called `more` may be there in addition.
  static void assertSameShape(JsonNode actual, JsonNode expected, Set<String> more) {
    assertSameShape("$", actual, expected, more);
  }

  private static void assertSameShape(
      String path, JsonNode actual, JsonNode expected, Set<String> more) {
    assertThat(actual.getNodeType()).as("type of %s", path).isEqualTo(expected.getNodeType());
    if (expected.isObject()) {
      Set<String> keys = new TreeSet<>(actual.propertyNames());
      keys.removeIf(key -> more.contains(key) && !expected.has(key));
      assertThat(keys).as("keys of %s", path).isEqualTo(new TreeSet<>(expected.propertyNames()));
      expected
          .properties()
          .forEach(
              field ->
                  assertSameShape(
                      path + "." + field.getKey(),
                      actual.get(field.getKey()),
                      field.getValue(),
                      more));
    } else if (expected.isArray() && !expected.isEmpty()) {
      assertThat(actual.size()).as("elements of %s", path).isEqualTo(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertSameShape(path + "[" + i + "]", actual.get(i), expected.get(i), more);
      }
    }
  }
}
