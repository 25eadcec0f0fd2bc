package dev.weft.examples.plain;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.httpserver.CallbackHttpHandler;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Prints what happens in every thread.
public final class PlainReceiver {

  private PlainReceiver() {}

  public static void main(String[] args) throws IOException {
    HttpServer server = start(8090, System.getenv("WEFT_SECRET"), System.out::println);
    System.out.println("waiting for callbacks at http://localhost:8090/callbacks");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
  }

  static HttpServer start(int port, String secret, Consumer<String> out) throws IOException {
    CallbackReceiver receiver = CallbackReceiver.builder().secret(secret).build();
    CallbackEndpoint endpoint =
        new CallbackEndpoint(
            receiver, OnceHandler.inMemory(accepted -> out.accept(line(accepted))));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/callbacks", new CallbackHttpHandler(endpoint));
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.start();
    return server;
  }

  private static String line(Accepted accepted) {
    if (accepted.callback() instanceof ThreadCallback thread) {
      return "%s: %s, %d messages"
          .formatted(thread.name(), accepted.change(null), thread.messageCount());
    }
    return accepted.callback().getClass().getSimpleName();
  }
}
