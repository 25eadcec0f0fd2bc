package dev.weft.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The query of a request, decoded. Of a name that stands twice the first counts.
final class Query {

  /// More than any call takes; what is beyond stays in the last value.
  private static final int MAX_PARTS = 64;

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /// Reads `a=1&b=2`.
  ///
  /// @throws VendorException 400 if it is not properly percent-encoded
  static Query parse(String raw) {
    Map<String, String> values = new LinkedHashMap<>();
    if (!raw.isEmpty()) {
      for (String pair : raw.split("&", MAX_PARTS)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.putIfAbsent(
            Percent.decode(name.replace('+', ' ')), Percent.decode(value.replace('+', ' ')));
      }
    }
    return new Query(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// A whole number; anything else counts as not given, as at the vendor.
  Optional<Integer> number(String name) {
    return text(name).filter(text -> text.matches("-?[0-9]{1,9}")).map(Integer::valueOf);
  }

  /// All of it, for the `params` of list answers.
  Map<String, String> all() {
    return values;
  }
}
