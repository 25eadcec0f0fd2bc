package dev.weft.gateway;

import dev.weft.web.http.websocket.WebSocketConnection;
import java.util.IdentityHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What one fan-out has sent to many connections. Whoever waits for its end before the next one
/// finds in the next all that has come meanwhile: the more there is to do, the more messages share
/// a frame and a system call, and nothing waits while there is little.
final class SendRound {

  /// Only a writer that hangs takes so long; then the next round need not wait for it.
  private static final long PATIENCE_MS = 100;

  private final IdentityHashMap<Object, WebSocketConnection> lastOfWriter =
      new IdentityHashMap<>(4);

  /// Something has been sent to a connection.
  void add(WebSocketConnection connection) {
    lastOfWriter.put(connection.writer(), connection);
  }

  /// Waits until all of it is with the operating system, or waits for its client.
  void await() {
    CountDownLatch written = new CountDownLatch(lastOfWriter.size());
    lastOfWriter.values().forEach(connection -> connection.afterSent(written::countDown));
    try {
      boolean _ = written.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
