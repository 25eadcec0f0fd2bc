package dev.weft.cli;

import java.util.HashMap;
import java.util.Map;

/// The metrics page at one moment.
///
/// @param sums over all labels, by the name of the metric
/// @param nanos when it was, as [System#nanoTime] tells it
record MetricsSample(Map<String, Double> sums, long nanos) {

  /// Reads the text format of Prometheus.
  static MetricsSample of(String page, long nanos) {
    Map<String, Double> sums = new HashMap<>();
    page.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf(' ') > 0)
        .forEach(
            line -> {
              int brace = line.indexOf('{');
              int value = line.lastIndexOf(' ');
              String name = line.substring(0, brace > 0 ? brace : line.indexOf(' '));
              sums.merge(name, Double.parseDouble(line.substring(value + 1)), Double::sum);
            });
    return new MetricsSample(sums, nanos);
  }

  double sum(String name) {
    return sums.getOrDefault(name, 0.0);
  }

  /// How much a counter has grown in each second since `before`.
  double rate(MetricsSample before, String name) {
    return Math.max(0, sum(name) - before.sum(name)) * 1e9 / Math.max(1, nanos - before.nanos());
  }
}
