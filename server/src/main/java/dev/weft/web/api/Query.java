package dev.weft.web.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The query of a request, decoded. Of a name that stands twice the first counts.
public final class Query {

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

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// A whole number; anything else counts as not given, as at the vendor.
  public Optional<Integer> number(String name) {
    return text(name).filter(text -> text.matches("-?[0-9]{1,9}")).map(Integer::valueOf);
  }

  /// The size of a page, from 1 to `max`: the lists of users and groups shorten what asks for more
  /// instead of refusing it.
  public int pageSize(String name, int otherwise, int max) {
    return Math.clamp(number(name).orElse(otherwise), 1, max);
  }

  /// All of it as the `params` of list answers: each value is a list of one.
  public Map<String, List<String>> params() {
    Map<String, List<String>> params = new LinkedHashMap<>();
    values.forEach((name, value) -> params.put(name, List.of(value)));
    return params;
  }
}
