package dev.weft.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The pages of the demo, from a folder, and the session that they ask for.
final class DemoPages implements HttpHandler {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png");

  private final Path folder;
  private final byte[] session;

  /// @param session JSON: where the server is, and who logs in
  DemoPages(Path folder, byte[] session) {
    this.folder = folder.toAbsolutePath().normalize();
    this.session = session.clone();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/session.json")) {
        send(exchange, "session.json", session);
        return;
      }
      Path file = folder.resolve("." + (path.equals("/") ? "/index.html" : path)).normalize();
      if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      send(exchange, file.toString(), Files.readAllBytes(file));
    }
  }

  private static void send(HttpExchange exchange, String name, byte[] body) throws IOException {
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    exchange
        .getResponseHeaders()
        .add("Content-Type", type.isEmpty() ? "application/octet-stream" : type);
    // A token is in the session, and the pages change when they are built again.
    exchange.getResponseHeaders().add("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
