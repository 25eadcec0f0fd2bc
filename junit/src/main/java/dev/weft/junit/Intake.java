package dev.weft.junit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Takes the callbacks of Weft off the wire for the vendor's cloud.
final class Intake implements AutoCloseable {

  /// @param event grows in the order in which things happened
  /// @param target the place of `url` among those this intake has
  record Taken(URI url, String body, long event, int target) {}

  private final HttpServer server = Inbox.loopback();
  private final ConcurrentLinkedQueue<Taken> taken = new ConcurrentLinkedQueue<>();
  private int targets;

  Intake() {
    server.start();
  }

  /// A URL of this intake for what is meant for `target`.
  URI urlFor(URI target) {
    int number = ++targets;
    String path = "/" + number;
    server.createContext(path, exchange -> take(exchange, target, number));
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void take(HttpExchange exchange, URI target, int number) throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      Json callback = Json.read(bytes).orElseThrow();
      String body = new String(bytes, StandardCharsets.UTF_8);
      taken.add(new Taken(target, body, event(callback), number));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /// Events have ids that grow with time; the few kinds without one have a time.
  private static long event(Json callback) {
    return callback
        .get("msg_id")
        .integer()
        .orElseGet(() -> callback.get("timestamp").integer().orElse(0));
  }

  /// What came since the last time, in the order in which it happened: different threads are called
  /// back side by side, and a test wants the same order each time.
  List<Taken> drain() {
    List<Taken> all = new ArrayList<>();
    for (Taken one = taken.poll(); one != null; one = taken.poll()) {
      all.add(one);
    }
    all.sort(Comparator.comparingLong(Taken::event).thenComparingInt(Taken::target));
    return all;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
