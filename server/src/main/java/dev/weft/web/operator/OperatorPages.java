package dev.weft.web.operator;

import dev.weft.web.api.Answer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages for whoever operates the server.
public final class OperatorPages {

  private OperatorPages() {}

  /// Whether the process lives, and whether it takes work: what a load balancer asks.
  ///
  /// @param trouble why the server does not take work, in one sentence; empty while it does
  public static Map<String, Supplier<Answer>> health(Supplier<Optional<String>> trouble) {
    return Map.of(
        "/healthz",
        () -> new Answer.Document(200, Map.of("status", "up")),
        "/readyz",
        () -> readiness(trouble.get()));
  }

  private static Answer readiness(Optional<String> trouble) {
    return trouble
        .map(reason -> new Answer.Document(503, Map.of("status", "not ready", "reason", reason)))
        .orElseGet(() -> new Answer.Document(200, Map.of("status", "ready")));
  }

  /// What Prometheus asks.
  ///
  /// @param metrics the page as Prometheus reads it
  public static Map<String, Supplier<Answer>> metrics(Supplier<String> metrics) {
    return Map.of(
        "/metrics",
        () -> new Answer.Text("text/plain; version=0.0.4; charset=utf-8", metrics.get()));
  }
}
