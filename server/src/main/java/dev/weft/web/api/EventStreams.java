package dev.weft.web.api;

import dev.weft.pull.Event;
import dev.weft.pull.EventReader;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.http.Deadline;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a walk as server-sent events. Nothing is read from the store before the client has taken
/// what was read before; one that takes nothing for a while is cut off, and comes back to where it
/// was.
public final class EventStreams {

  /// Callbacks read at once, of some KB each: what a stream has in memory at the most.
  private static final int PAGE = 32;

  /// Proxies commonly close what is silent for a minute.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// How long a client may take for one page.
  private static final Duration STALLED = Duration.ofSeconds(60);

  /// Then the client comes again, with a token that still holds.
  private static final Duration LIFE = Duration.ofHours(1);

  private static final String BEGIN = "retry: 1000\n: callbacks, as they happen\n\n";

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private EventStreams() {}

  public static void send(
      HttpExchange exchange, ServerResponse response, Answer.EventStream stream) {
    try (EventReader reader = stream.walk()) {
      response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      // nginx holds answers back unless it is told not to.
      response.header("X-Accel-Buffering", "no");
      OutputStream out = response.outputStream();
      write(out, BEGIN);
      copy(reader, out);
      out.close();
    } catch (StoreFailedException e) {
      log.error("store failed path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      throw new CloseConnectionException("the stream cannot go on", e);
    } catch (IOException | UncheckedIOException e) {
      log.debug("stream broke off path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      throw new CloseConnectionException("the client went away", e);
    }
  }

  /// Sends text that goes on without an end of its own.
  public static void send(HttpExchange exchange, ServerResponse response, Answer.Stream stream) {
    try {
      response.header(HeaderNames.CONTENT_TYPE, stream.contentType());
      response.header(HeaderNames.CACHE_CONTROL, "no-store");
      response.header("X-Accel-Buffering", "no");
      try (OutputStream out = response.outputStream()) {
        stream.body().writeTo(out);
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("stream broke off path={} reason=\"{}\"", exchange.rawPath(), e.getMessage());
      throw new CloseConnectionException("the client went away", e);
    }
  }

  /// Writes one part of a stream and sends it at once; a client that does not take it is cut off.
  public static void write(OutputStream out, String text) throws IOException {
    try (Deadline _ = Deadline.start(STALLED)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static void copy(EventReader reader, OutputStream out) throws IOException {
    long end = System.nanoTime() + LIFE.toNanos();
    long told = reader.position();
    while (!reader.isOver() && System.nanoTime() < end) {
      List<Event> events = reader.next(PAGE, HEARTBEAT);
      StringBuilder text = new StringBuilder();
      events.forEach(event -> text.append(EventJson.message(event)));
      if (events.isEmpty()) {
        text.append(": heartbeat\n");
        // Nothing for this rule, but much for others: the client need not begin before it again.
        text.append(reader.position() > told ? "id: " + reader.position() + "\n\n" : "\n");
      }
      told = reader.position();
      write(out, text.toString());
    }
  }
}
