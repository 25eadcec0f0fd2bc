package dev.weft.web;

import dev.weft.web.api.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/// What a person who opens the server's address in a browser sees, and the description of the API.
final class FrontPage {

  private FrontPage() {}

  static Map<String, Supplier<Answer>> pages() {
    return Map.of(
        "/",
        () -> new Answer.Text("text/html; charset=utf-8", resource("/web/index.html")),
        "/openapi.yaml",
        () -> new Answer.Text("application/yaml; charset=utf-8", resource("/web/openapi.yaml")));
  }

  private static String resource(String name) {
    try (InputStream in = FrontPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
