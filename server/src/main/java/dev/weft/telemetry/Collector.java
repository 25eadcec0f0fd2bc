package dev.weft.telemetry;

import java.util.Map;

/// Where traces and metrics go, and from whom: an OTLP receiver, such as the OpenTelemetry
/// Collector.
///
/// @param url what the two paths of OTLP over HTTP begin with, without a slash at the end
/// @param headers for each request, such as the key of a hosted receiver
/// @param version of Weft
/// @param node the name of this node
public record Collector(String url, Map<String, String> headers, String version, String node) {

  public Collector {
    headers = Map.copyOf(headers);
  }

  /// Shows no header: one may be a key.
  @Override
  public String toString() {
    return "Collector[" + node + "]";
  }
}
