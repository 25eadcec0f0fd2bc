package dev.weft.receiver.httpserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.weft.receiver.CallbackHeaders;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.endpoint.Outcome;
import java.io.IOException;

/// `server.createContext("/callbacks", new CallbackHttpHandler(endpoint))`
///
/// Give the server an executor with several threads: by default it has one, and then a slow handler
/// holds up every thread of every group.
public final class CallbackHttpHandler implements HttpHandler {

  private final CallbackEndpoint endpoint;

  public CallbackHttpHandler(CallbackEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(endpoint.maxBodyBytes() + 1);
      Outcome outcome =
          endpoint.handle(
              exchange.getRequestMethod(), CallbackHeaders.of(exchange.getRequestHeaders()), body);
      outcome.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] answer = outcome.answer().getBytes(UTF_8);
      exchange.sendResponseHeaders(outcome.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
