package dev.weft.web.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages for whoever operates the server: they belong to no app and need no token.
public final class Operations {

  private final Supplier<Optional<String>> trouble;
  private final Supplier<String> metrics;

  /// @param trouble why the server does not take work, in one sentence; empty while it does
  /// @param metrics the Prometheus page
  public Operations(Supplier<Optional<String>> trouble, Supplier<String> metrics) {
    this.trouble = trouble;
    this.metrics = metrics;
  }

  public Answer answer(String method, String page) {
    Answer answer =
        switch (page) {
          case "healthz" -> new Answer.Document(200, Map.of("status", "up"));
          case "readyz" -> readiness();
          case "metrics" ->
              new Answer.Text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
          default -> throw Errors.resourceNotFound();
        };
    if (!method.equals("GET")) {
      throw Errors.methodNotAllowed(method);
    }
    return answer;
  }

  private Answer readiness() {
    return trouble
        .get()
        .map(reason -> new Answer.Document(503, Map.of("status", "not ready", "reason", reason)))
        .orElseGet(() -> new Answer.Document(200, Map.of("status", "ready")));
  }
}
