package dev.weft.cli;

import dev.weft.cli.ListenScreen.Attempted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Posts callbacks to the app server here: those of one thread one after the other, each until it
/// is taken; several threads side by side.
final class Forwarder implements AutoCloseable {

  /// Taken on at a time; while so many are not done, no more are read from the server.
  private static final int MAX_UNDER_WAY = 256;

  /// Posted at the same moment. The app server is somebody's laptop.
  private static final int MAX_POSTS = 8;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Longer than a server gives an app server: somebody may be looking at it in a debugger.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /// Receivers take signatures for five minutes.
  private static final Duration SIGNED_FOR = Duration.ofMinutes(4);

  private final URI target;
  private final Watermark watermark;
  private final Runnable moved;
  private final UnaryOperator<PulledCallback> signAnew;
  private final ListenScreen screen;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Semaphore inFlight = new Semaphore(MAX_UNDER_WAY);
  private final Semaphore posts = new Semaphore(MAX_POSTS);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, ArrayDeque<PulledCallback>> threads = new HashMap<>();

  /// @param moved told when the watermark may have moved
  /// @param signAnew fetches a callback again, with a fresh signature
  Forwarder(
      URI target,
      Watermark watermark,
      Runnable moved,
      UnaryOperator<PulledCallback> signAnew,
      ListenScreen screen) {
    this.target = target;
    this.watermark = watermark;
    this.moved = moved;
    this.signAnew = signAnew;
    this.screen = screen;
  }

  /// Takes a callback on; waits while too many are not done.
  void take(PulledCallback callback) throws InterruptedException {
    inFlight.acquire();
    if (isClosing()) {
      return;
    }
    watermark.begin(callback.cursor());
    synchronized (threads) {
      ArrayDeque<PulledCallback> waiting = threads.get(callback.thread());
      if (waiting != null) {
        waiting.add(callback);
        return;
      }
      threads.put(callback.thread(), new ArrayDeque<>());
    }
    Thread.ofVirtual().name("weft-forward").start(() -> run(callback));
  }

  private void run(PulledCallback first) {
    PulledCallback next = first;
    try {
      while (next != null) {
        forward(next);
        watermark.done(next.cursor());
        inFlight.release();
        moved.run();
        synchronized (threads) {
          next = threads.getOrDefault(first.thread(), new ArrayDeque<>()).poll();
          if (next == null) {
            threads.remove(first.thread());
          }
        }
      }
    } catch (InterruptedException e) {
      // We close: what is not done stays uncommitted, and so does what waits behind it.
      Thread.currentThread().interrupt();
    }
  }

  private void forward(PulledCallback callback) throws InterruptedException {
    PulledCallback now = callback;
    Duration wait = FIRST_WAIT;
    for (int attempt = 1; ; attempt++) {
      if (System.nanoTime() - now.fetched() > SIGNED_FOR.toNanos()) {
        now = signAnew.apply(now);
      }
      Attempted attempted = post(now, attempt);
      if (attempted.taken()) {
        screen.taken(now, attempted, attempt);
        return;
      }
      if (attempt == 1 && !isClosing()) {
        screen.refused(now, attempted);
      }
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration wait) throws InterruptedException {
    if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closing");
    }
  }

  private Attempted post(PulledCallback callback, int attempt) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(callback.body()));
    callback.headers().forEach(request::setHeader);
    request.setHeader("weft-attempt", Integer.toString(attempt));
    posts.acquire();
    long begun = System.nanoTime();
    try {
      int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
      return new Attempted(
          status >= 200 && status < 300, Integer.toString(status), millisSince(begun));
    } catch (HttpTimeoutException e) {
      return new Attempted(false, "no answer in time", millisSince(begun));
    } catch (IOException e) {
      return new Attempted(false, "no answer", millisSince(begun));
    } finally {
      posts.release();
    }
  }

  private static long millisSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  /// Takes nothing more, begins no further attempt and breaks off those in flight.
  void stop() {
    closing.countDown();
    // Whoever waits for room need not.
    inFlight.release(MAX_UNDER_WAY);
    http.shutdownNow();
  }

  @Override
  public void close() {
    stop();
  }
}
