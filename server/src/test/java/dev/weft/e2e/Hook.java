package dev.weft.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An app server that is asked before messages are sent.
final class Hook implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<JsonNode> asked = new LinkedBlockingQueue<>();
  private volatile Function<JsonNode, String> answer = _ -> "{\"valid\":true}";
  private volatile @Nullable CountDownLatch held;

  private Hook(HttpServer server) {
    this.server = server;
  }

  static Hook open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Hook hook = new Hook(server);
    server.createContext("/", hook::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return hook;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode question = ApiClient.JSON.readTree(exchange.getRequestBody().readAllBytes());
      asked.add(question);
      CountDownLatch latch = held;
      if (latch != null) {
        boolean _ = latch.await(30, TimeUnit.SECONDS);
      }
      byte[] body = answer.apply(question).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/presend";
  }

  void answer(Function<JsonNode, String> with) {
    answer = with;
  }

  /// Gives no answer until [#release].
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    CountDownLatch latch = held;
    held = null;
    if (latch != null) {
      latch.countDown();
    }
  }

  /// The next question.
  JsonNode next() {
    try {
      JsonNode question = asked.poll(10, TimeUnit.SECONDS);
      if (question == null) {
        throw new AssertionError("the hook was not asked");
      }
      return question;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isQuiet() {
    return asked.isEmpty();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }
}
