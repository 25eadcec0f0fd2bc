package dev.weft.junit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.Attempt;
import dev.weft.receiver.Callback;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// An app server that verifies what it is sent, keeps it, and answers as it is told to.
public final class Inbox implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A callback whose signature holds.
  ///
  /// @param callback its content
  /// @param attempt what the headers beside the body tell
  /// @param body the JSON as it came
  public record Received(Callback callback, Attempt attempt, String body) {}

  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private volatile @Nullable CallbackReceiver receiver;
  private volatile ToIntFunction<Received> status = received -> 200;

  private Inbox(HttpServer server) {
    this.server = server;
  }

  static Inbox open() {
    HttpServer server = loopback();
    Inbox inbox = new Inbox(server);
    server.createContext("/", inbox::take);
    server.start();
    return inbox;
  }

  /// A server on a free port of this machine that answers each request on a thread of its own.
  static HttpServer loopback() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newCachedThreadPool(Inbox::daemon));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "weft-inbox");
    thread.setDaemon(true);
    return thread;
  }

  void trust(Rule rule) {
    receiver =
        CallbackReceiver.builder()
            .secret(rule.signingSecret())
            .vendorSecret(rule.vendorSecret())
            .tolerance(Duration.ofDays(3650))
            .build();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(answer(exchange, body), -1);
    }
  }

  private int answer(HttpExchange exchange, byte[] body) {
    CallbackReceiver verifying = receiver;
    if (verifying == null) {
      return 503;
    }
    Map<String, List<String>> headers = exchange.getRequestHeaders();
    Reception reception = verifying.receive(exchange.getRequestMethod(), headers, body);
    if (reception instanceof Reception.Accepted accepted) {
      Received one =
          new Received(
              accepted.callback(), accepted.attempt(), new String(body, StandardCharsets.UTF_8));
      int answer = status.applyAsInt(one);
      received.add(one);
      return answer;
    }
    return reception.status();
  }

  /// How to answer from now on; 200 until then. What was answered otherwise is kept all the same.
  public void answer(ToIntFunction<Received> newStatus) {
    status = newStatus;
  }

  /// The next callback in the order of arrival.
  ///
  /// @throws AssertionError if none comes within 20 s
  public Received next() {
    try {
      @Nullable Received one = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (one == null) {
        throw new AssertionError("no callback came within " + PATIENCE.toSeconds() + " s");
      }
      return one;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The next `count` callbacks in the order of arrival.
  public List<Received> next(int count) {
    List<Received> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  /// What came and was not asked for yet.
  public List<Received> rest() {
    List<Received> rest = new ArrayList<>();
    received.drainTo(rest);
    return rest;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
