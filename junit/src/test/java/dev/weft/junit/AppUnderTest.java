package dev.weft.junit;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Reception;
import dev.weft.receiver.ThreadCallback;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An app server that keeps the newest text of each thread it is told of, in order of arrival.
final class AppUnderTest implements AutoCloseable {

  /// @param text the newest message's; empty if none is left
  record Seen(String thread, long count, String text) {}

  /// What to answer.
  record Answer(int status, String body) {}

  private final HttpServer server = Inbox.loopback();
  private final List<Seen> seen = new ArrayList<>();
  private volatile Supplier<Answer> answer = () -> new Answer(200, "");
  private volatile @Nullable CallbackReceiver receiver;

  AppUnderTest() {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer now = answer.get();
            if (now.status() == 200) {
              take(
                  Objects.requireNonNull(receiver)
                      .receive("POST", exchange.getRequestHeaders(), body));
            }
            byte[] bytes = now.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  private synchronized void take(Reception reception) {
    ThreadCallback callback = (ThreadCallback) ((Reception.Accepted) reception).callback();
    var last = callback.lastMessage();
    String text = last == null ? "" : last.content().toString();
    seen.add(new Seen(callback.threadId().value(), callback.messageCount(), text));
  }

  /// Points a rule of `weft` here and trusts it as an app of the vendor does: by the MD5 alone.
  AppUnderTest on(Weft weft) {
    Rule rule =
        weft.deliverTo(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callbacks"));
    receiver = CallbackReceiver.builder().vendorSecret(rule.vendorSecret()).build();
    return this;
  }

  void answer(int status, String body) {
    answer = () -> new Answer(status, body);
  }

  void answer(Supplier<Answer> newAnswer) {
    answer = newAnswer;
  }

  synchronized List<Seen> seen() {
    return List.copyOf(seen);
  }

  /// How many messages each callback counted, in order of arrival.
  synchronized List<Long> counts() {
    return seen.stream().map(Seen::count).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
