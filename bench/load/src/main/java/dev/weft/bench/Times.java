package dev.weft.bench;

import java.util.Arrays;

/// Times in nanoseconds, ascending.
final class Times {

  private final long[] nanos;

  private Times(long[] nanos) {
    this.nanos = nanos;
  }

  /// Collects them.
  static final class Builder {
    private long[] nanos = new long[1_024];
    private int size;

    void add(long time) {
      if (size == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * size);
      }
      nanos[size++] = time;
    }

    Times sorted() {
      long[] all = Arrays.copyOf(nanos, size);
      Arrays.sort(all);
      return new Times(all);
    }
  }

  int size() {
    return nanos.length;
  }

  /// The time that the part `quantile` of all are not above, in milliseconds; NaN if there are
  /// none.
  double millis(double quantile) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    int at = (int) Math.ceil(quantile * nanos.length) - 1;
    return nanos[Math.clamp(at, 0, nanos.length - 1)] / 1e6;
  }

  /// How many are in `[from, to)`.
  long count(long from, long to) {
    return (long) firstAtLeast(to) - firstAtLeast(from);
  }

  private int firstAtLeast(long time) {
    int at = Arrays.binarySearch(nanos, time);
    if (at < 0) {
      return -at - 1;
    }
    while (at > 0 && nanos[at - 1] == time) {
      at--;
    }
    return at;
  }

  long last() {
    return nanos.length == 0 ? Long.MIN_VALUE : nanos[nanos.length - 1];
  }
}
