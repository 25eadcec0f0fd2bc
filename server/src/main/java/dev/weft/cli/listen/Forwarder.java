package dev.weft.cli.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.cli.base.Watermark;
import dev.weft.cli.listen.ListenScreen.Attempted;
import dev.weft.receiver.http.ConnectFailedException;
import dev.weft.receiver.http.HttpCall;
import dev.weft.receiver.http.HttpCaller;
import dev.weft.receiver.http.HttpStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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

  /// Longer than a server gives an app server: somebody may be looking at it in a debugger.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /// Nobody reads the body of an answer; so much of it is passed over to keep the connection.
  private static final int MAX_DRAINED = 64 * 1024;

  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /// Receivers take signatures for five minutes.
  private static final Duration SIGNED_FOR = Duration.ofMinutes(4);

  private final URI target;
  private final Watermark watermark;
  private final Runnable moved;
  private final UnaryOperator<PulledCallback> signAnew;
  private final ListenScreen screen;
  private final HttpCaller http = new HttpCaller();
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
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "application/json");
    headers.putAll(callback.headers());
    headers.put("weft-attempt", Integer.toString(attempt));
    HttpCall call = new HttpCall("POST", target, headers, callback.body().getBytes(UTF_8), ANSWER);
    posts.acquire();
    long begun = System.nanoTime();
    try (HttpStream answer = http.open(call)) {
      int status = answer.status();
      answer.drain(MAX_DRAINED);
      return new Attempted(
          status >= 200 && status < 300, Integer.toString(status), millisSince(begun));
    } catch (SocketTimeoutException e) {
      return new Attempted(false, "no answer in time", millisSince(begun));
    } catch (ConnectFailedException e) {
      return new Attempted(false, String.valueOf(e.getMessage()), millisSince(begun));
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
    http.close();
  }

  @Override
  public void close() {
    stop();
  }
}
