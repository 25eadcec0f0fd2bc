package dev.weft.web.operator;

import dev.weft.web.api.Answer;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The pages for whoever operates the server.
public final class OperatorPages {

  private OperatorPages() {}

  /// Whether the process lives, and whether it takes work: what a load balancer asks.
  ///
  /// @param ready whether the server takes work: the store answers, it listens, and it is not
  ///   shutting down
  public static Map<String, Supplier<Answer>> health(BooleanSupplier ready) {
    return Map.of(
        "/healthz",
        () -> new Answer.Document(200, Map.of("status", "up")),
        "/readyz",
        () ->
            ready.getAsBoolean()
                ? new Answer.Document(200, Map.of("status", "ready"))
                : new Answer.Document(503, Map.of("status", "not ready")));
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
