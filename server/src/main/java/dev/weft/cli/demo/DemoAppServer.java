package dev.weft.cli.demo;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.Envelope;
import dev.weft.receiver.Json;
import dev.weft.receiver.Reception.Accepted;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.VendorSignature;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.endpoint.Outcome;
import dev.weft.receiver.httpserver.CallbackHttpHandler;
import dev.weft.receiver.once.Lanes;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The app server of the demo: takes callbacks as any app on the receiver library would, and shows
/// them.
final class DemoAppServer implements AutoCloseable {

  static final String HOST = "127.0.0.1";

  /// More than the play waits for: what a user triggers afterwards nobody takes.
  private static final int MAX_UNREAD = 100;

  private final HttpServer http;
  private final DemoScreen screen;
  private final BlockingQueue<DemoCallback> arrived = new LinkedBlockingQueue<>(MAX_UNREAD);
  private final DemoFeed feed;

  private DemoAppServer(HttpServer http, DemoScreen screen, Clock clock) {
    this.http = http;
    this.screen = screen;
    this.feed = new DemoFeed(clock);
  }

  static DemoAppServer start(DemoScreen screen, Clock clock) throws IOException {
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return new DemoAppServer(http, screen, clock);
  }

  URI url() {
    return pages().resolve("/callbacks");
  }

  /// Where the pages are that [#show] has put there.
  URI pages() {
    return URI.create("http://" + HOST + ":" + http.getAddress().getPort() + "/");
  }

  /// Serves pages, and to them each callback as it arrives.
  void show(DemoPages pages) {
    http.createContext("/arrivals", feed);
    http.createContext("/", pages);
  }

  /// Takes callbacks from here on.
  ///
  /// @param signingSecret what the Standard Webhooks signature is made with
  /// @param secret what the vendor's `security` field is made with
  void accept(String signingSecret, String secret) {
    CallbackReceiver receiver = CallbackReceiver.builder().secret(signingSecret).build();
    VendorSignature vendor = new VendorSignature(secret);
    OnceHandler handler = OnceHandler.inMemory(accepted -> take(accepted, vendor));
    CallbackEndpoint endpoint = new CallbackEndpoint(receiver, handler, Lanes.WAIT, this::tell);
    http.createContext("/callbacks", new CallbackHttpHandler(endpoint));
  }

  /// The receiver checks one signature, the better one; the demo shows that the other holds too.
  private void take(Accepted accepted, VendorSignature vendor) {
    Envelope envelope = accepted.callback().envelope();
    Json body = envelope.body();
    boolean holds =
        vendor.verifies(
            body.get("security").text(""),
            body.get("callId").text(""),
            body.get("timestamp").text(""));
    feed.add(envelope, accepted.attempt(), holds);
    if (!(accepted.callback() instanceof ThreadCallback callback)) {
      // The pages show it; the screen is about threads.
      return;
    }
    DemoCallback arrival = new DemoCallback(callback, accepted.attempt(), holds);
    screen.show(arrival);
    arrived.offer(arrival);
  }

  /// Shows what did not reach the handler.
  private void tell(Outcome outcome, Duration took) {
    if (outcome instanceof Outcome.Refused refused) {
      screen.note("refused a callback: " + refused.reception().detail());
    }
  }

  /// The next callback that arrived, or null if none did in time.
  @Nullable DemoCallback next(Duration within) throws InterruptedException {
    return arrived.poll(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
