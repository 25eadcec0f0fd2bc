package dev.weft.web.weft;

import dev.weft.delivery.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A header of an attempt as JSON.
record HeaderJson(String name, String value) {

  static List<HeaderJson> of(List<Outcome.Header> headers) {
    return headers.stream().map(one -> new HeaderJson(one.name(), one.value())).toList();
  }

  /// Null for none, so that the field is left out.
  static @Nullable List<HeaderJson> orNull(List<Outcome.Header> headers) {
    return headers.isEmpty() ? null : of(headers);
  }
}
