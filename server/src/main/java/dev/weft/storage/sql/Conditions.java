package dev.weft.storage.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Those conditions of a query whose value is given, and the values.
public final class Conditions {
  private final List<String> texts = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /// Asks for `text`, in which `parameter` stands at its one question mark; for nothing if it is
  /// null.
  public Conditions add(String text, @Nullable Object parameter) {
    if (parameter != null) {
      texts.add(text);
      parameters.add(parameter);
    }
    return this;
  }

  /// The values in the order of their conditions, and what comes after them.
  public Object[] parameters(Object... more) {
    return Stream.concat(parameters.stream(), Arrays.stream(more)).toArray();
  }

  @Override
  public String toString() {
    return String.join(" AND ", texts);
  }
}
