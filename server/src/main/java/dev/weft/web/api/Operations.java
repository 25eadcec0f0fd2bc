package dev.weft.web.api;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The pages for whoever operates the server: they belong to no app and need no token.
public final class Operations {

  private final BooleanSupplier ready;
  private final Supplier<String> metrics;

  /// @param ready whether the server takes work: the store answers, and it is not shutting down
  /// @param metrics the Prometheus page
  public Operations(BooleanSupplier ready, Supplier<String> metrics) {
    this.ready = ready;
    this.metrics = metrics;
  }

  public Answer answer(String method, String page) {
    Answer answer =
        switch (page) {
          case "healthz" -> new Answer.Document(200, Map.of("status", "up"));
          case "readyz" ->
              ready.getAsBoolean()
                  ? new Answer.Document(200, Map.of("status", "ready"))
                  : new Answer.Document(503, Map.of("status", "not ready"));
          case "metrics" ->
              new Answer.Text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
          default -> throw Errors.resourceNotFound();
        };
    if (!method.equals("GET")) {
      throw Errors.methodNotAllowed(method);
    }
    return answer;
  }
}
