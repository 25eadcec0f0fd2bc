package dev.weft.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What the first round of a system finds out, and every later one and every variant uses, so that
/// all of them are given the same load.
final class Known {

  private @Nullable Integer window;
  private @Nullable Double half;

  int window(Measurement measurement) throws IOException, InterruptedException {
    Integer known = window;
    if (known == null) {
      known = measurement.climb();
      window = known;
    }
    return known;
  }

  /// Half of the first rate that was found, messages a second.
  double half(double rate) {
    Double known = half;
    if (known == null) {
      known = Math.max(1, rate / 2);
      half = known;
    }
    return known;
  }
}
