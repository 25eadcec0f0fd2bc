package dev.weft.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the operating system, which can block for longer than any deadline of ours and holds the
/// carrier of a virtual thread while it does. So it is asked on platform threads, for each name by
/// one of them at a time, and whoever waits stops waiting when the time is up.
public final class SystemResolver implements Resolver, AutoCloseable {

  /// Names that may be asked for at once: as many name servers may hang before others notice.
  private static final int MAX_THREADS = 64;

  private static final int IDLE_SECONDS = 30;

  private final Map<String, CompletableFuture<List<InetAddress>>> inFlight =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MAX_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("weft-resolver-", 0).daemon().factory(),
          (work, _) -> {
            throw new RejectedExecutionException("all " + MAX_THREADS + " look-ups hang");
          });

  @Override
  public List<InetAddress> resolve(String host, Duration within) throws UnknownHostException {
    CompletableFuture<List<InetAddress>> answer = inFlight.computeIfAbsent(host, this::ask);
    try {
      return answer.get(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure(host + ": the name server did not answer in time", e);
    } catch (ExecutionException e) {
      throw failure(host + ": the name is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(host + ": interrupted", e);
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> lookUp(host, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
      // Not from within computeIfAbsent: the entry is put only when this method has returned.
      Thread.ofVirtual().start(() -> inFlight.remove(host, answer));
    }
    return answer;
  }

  private void lookUp(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException | RuntimeException e) {
      answer.completeExceptionally(e);
    } finally {
      inFlight.remove(host, answer);
    }
  }

  private static UnknownHostException failure(String message, Throwable cause) {
    UnknownHostException failure = new UnknownHostException(message);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
