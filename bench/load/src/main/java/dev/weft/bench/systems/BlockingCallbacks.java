package dev.weft.bench.systems;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends callbacks for peers, which run a job on a thread until it is done. As many connections are
/// kept as were needed at once.
final class BlockingCallbacks {

  /// As Weft's.
  private static final int DEADLINE_SECONDS = 10;

  private final EventLoopGroup group;
  private final int receiver;
  private final ConcurrentLinkedDeque<CallbackConnection> idle = new ConcurrentLinkedDeque<>();

  BlockingCallbacks(EventLoopGroup group, int receiver) {
    this.group = group;
    this.receiver = receiver;
  }

  /// Renders, signs and sends the callback of a message.
  ///
  /// @throws IllegalStateException if it was not answered with 200
  void send(String thread, String message) throws InterruptedException {
    Callback callback = Callback.of(thread, message);
    CallbackConnection pooled = idle.pollFirst();
    CallbackConnection connection =
        pooled == null ? new CallbackConnection(group.next(), receiver) : pooled;
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    connection.loop().execute(() -> connection.send(callback, answer::complete));
    try {
      int status = answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      idle.addFirst(connection);
      if (status != 200) {
        throw new IllegalStateException("the receiver answered with " + status);
      }
    } catch (TimeoutException e) {
      connection.abort();
      throw new IllegalStateException("the receiver did not answer in time", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
