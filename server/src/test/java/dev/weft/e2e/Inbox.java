package dev.weft.e2e;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An app server that keeps what it is sent and answers what it is told to.
final class Inbox implements AutoCloseable {

  /// One callback as it arrived.
  record Received(String body, Headers headers, String contentType) {

    JsonNode json() {
      return ApiClient.JSON.readTree(body);
    }

    public @Nullable String header(String name) {
      return headers.getFirst(name);
    }
  }

  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile Function<Received, Integer> status = _ -> 200;

  private Inbox(HttpServer server) {
    this.server = server;
  }

  static Inbox open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Inbox inbox = new Inbox(server);
    server.createContext("/", inbox::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return inbox;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received one =
          new Received(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              exchange.getRequestHeaders(),
              exchange.getRequestHeaders().getFirst("Content-Type"));
      int answer = status.apply(one);
      received.add(one);
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
  }

  void answer(Function<Received, Integer> newStatus) {
    status = newStatus;
  }

  /// The next callback, in the order they arrived.
  Received next() {
    try {
      Received one = received.poll(Waits.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (one == null) {
        throw Waits.failed("no callback came");
      }
      return one;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Received> next(int count) {
    List<Received> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  /// Whether nothing lies here unread.
  boolean isEmpty() {
    return received.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
