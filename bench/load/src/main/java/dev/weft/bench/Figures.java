package dev.weft.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one round of one system came to.
///
/// @param scenario letter
/// @param system its name
/// @param variant of the scenario; empty if it has none
/// @param round from 1
/// @param values what was measured
/// @param failure why there is nothing
record Figures(
    String scenario,
    String system,
    String variant,
    int round,
    Map<Figure, Double> values,
    Optional<String> failure) {

  Figures {
    values = Collections.unmodifiableMap(new EnumMap<>(values));
  }

  /// Name of a row of the table.
  String row() {
    return variant.isEmpty() ? system : system + ", " + variant;
  }
}
