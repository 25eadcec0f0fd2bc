package dev.weft.cli.listen;

import dev.weft.cli.base.CommandFailedException;
import dev.weft.cli.base.ServerApi;
import dev.weft.cli.base.Watermark;
import dev.weft.cli.listen.ServerSentEvents.Message;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The callbacks of a rule as they happen, for a named consumer: connects again whenever the
/// connection is gone, and commits what is done.
final class Subscription implements AutoCloseable {

  /// Every server shows itself three times in it.
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final Supplier<ServerApi> servers;
  private final String rule;
  private final String consumer;
  private final Watermark watermark;
  private final ListenScreen screen;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Loop watchdog;
  private final Loop committer;
  private final AtomicLong lastReceived = new AtomicLong();
  private volatile @Nullable ServerApi streaming;
  private long committed = -1;
  private boolean lost;

  /// @param servers connects to the server, wherever it is now, with a token that holds
  Subscription(
      Supplier<ServerApi> servers,
      String rule,
      String consumer,
      Watermark watermark,
      ListenScreen screen) {
    this.servers = servers;
    this.rule = rule;
    this.consumer = consumer;
    this.watermark = watermark;
    this.screen = screen;
    Loops loops = new Loops();
    this.watchdog = loops.background("watchdog", this::watch);
    this.committer = loops.background("committer", this::commitWhatMoves);
  }

  /// Takes what is read.
  interface Taker {
    void take(PulledCallback callback) throws InterruptedException;
  }

  /// Makes the consumer known, so that from here on nothing is left out.
  ///
  /// @param cursor where to begin, or `latest`
  void begin(ServerApi api, String cursor) {
    commit(api, cursor);
  }

  /// Whether the server knows the consumer.
  boolean isKnown(ServerApi api) {
    return api.get("/callbacks/consumers?rule=" + ServerApi.encoded(rule))
        .path("data")
        .valueStream()
        .anyMatch(known -> known.path("consumer").asString("").equals(consumer));
  }

  /// Reads until it is closed.
  ///
  /// @throws CommandFailedException if the server says that it will not give us anything
  void read(Taker taker) throws InterruptedException {
    watchdog.start();
    committer.start();
    try {
      Duration wait = FIRST_WAIT;
      while (closing.getCount() > 0) {
        if (isRead(taker)) {
          wait = FIRST_WAIT;
        } else if (!lost && closing.getCount() > 0) {
          lost = true;
          screen.note("the server is gone, waiting for it");
        }
        boolean _ = closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
      }
    } finally {
      stop();
      watchdog.close();
      committer.close();
      commitPosition();
    }
  }

  /// Reads one connection to its end; false if there was none, or it broke off.
  private boolean isRead(Taker taker) throws InterruptedException {
    try (ServerApi api = connect();
        InputStream in = api.stream("/callbacks/stream?" + query())) {
      if (lost) {
        screen.note("the server is back");
      }
      lost = false;
      moved();
      copy(in, taker);
      return true;
    } catch (ServerApi.RefusedException e) {
      if (e.isFinal()) {
        throw e;
      }
      return false;
    } catch (CommandFailedException | IOException e) {
      // It is restarting, or the network is gone.
      return false;
    } finally {
      streaming = null;
    }
  }

  /// Whoever closes us in this moment closes the connection too, or we do.
  private ServerApi connect() {
    ServerApi api = servers.get();
    lastReceived.set(System.nanoTime());
    streaming = api;
    if (closing.getCount() == 0) {
      api.close();
    }
    return api;
  }

  private String query() {
    String query = "rule=" + ServerApi.encoded(rule) + "&consumer=" + ServerApi.encoded(consumer);
    // What is in flight here must not come a second time.
    return watermark.newest() < 0 ? query : query + "&after=" + watermark.newest();
  }

  private void copy(InputStream in, Taker taker) throws IOException, InterruptedException {
    ServerSentEvents events = new ServerSentEvents(in);
    for (Message message = events.next(); message != null; message = events.next()) {
      if (message.data() != null) {
        taker.take(PulledCallback.parse(message.data()));
      } else if (!message.id().isEmpty()) {
        watermark.passed(Long.parseLong(message.id()));
        moved();
      }
      lastReceived.set(System.nanoTime());
    }
  }

  /// A connection whose other end has vanished says nothing, not even that. While we are the ones
  /// who do not read, this breaks a good connection off; it is made again when we do.
  private Duration watch() {
    @Nullable ServerApi api = streaming;
    if (api != null && System.nanoTime() - lastReceived.get() > SILENCE.toNanos()) {
      api.close();
    }
    return Duration.ofSeconds(1);
  }

  /// Something may be there to be committed.
  void moved() {
    committer.wake();
  }

  /// Commits one after the other; what is done during one collects for the next.
  private Duration commitWhatMoves() {
    commitPosition();
    return Loop.UNTIL_WOKEN;
  }

  private void commitPosition() {
    long position = watermark.position();
    if (position <= committed) {
      return;
    }
    try (ServerApi api = servers.get()) {
      commit(api, Long.toString(position));
      committed = position;
    } catch (CommandFailedException e) {
      // With the next callback, or when the server is back.
    }
  }

  private void commit(ServerApi api, String cursor) {
    JsonNode _ =
        api.post(
            "/callbacks/consumers/" + ServerApi.encoded(consumer) + "/commit",
            Map.of("rule", rule, "cursor", cursor));
  }

  /// The same callback with a fresh signature, or as it is if the server cannot be asked.
  PulledCallback signedAnew(PulledCallback callback) {
    try (ServerApi api = servers.get()) {
      JsonNode event =
          api.get(
                  "/callbacks/events?limit=1&rule="
                      + ServerApi.encoded(rule)
                      + "&after="
                      + (callback.cursor() - 1))
              .path("data")
              .path(0);
      return event.path("cursor").asLong(0) == callback.cursor()
          ? PulledCallback.of(event)
          : callback;
    } catch (CommandFailedException e) {
      return callback;
    }
  }

  /// Ends reading; what is done is committed before [#read] returns.
  void stop() {
    closing.countDown();
    @Nullable ServerApi api = streaming;
    if (api != null) {
      api.close();
    }
    moved();
  }

  @Override
  public void close() {
    stop();
  }
}
