package dev.weft.web.api;

import dev.weft.pull.Event;
import dev.weft.pull.EventReader;
import dev.weft.trace.LogText;
import dev.weft.tx.StoreFailedException;
import dev.weft.web.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what a reader reads as server-sent events. Nothing is read from the store before the
/// client has taken what was read before; one that takes nothing for a while is cut off, and comes
/// back to where it was.
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

  public static void send(HttpExchange exchange, HttpResponse response, Answer.EventStream stream) {
    try (EventReader reader = stream.reader()) {
      response.header("Content-Type", "text/event-stream");
      response.header("Cache-Control", "no-store");
      // nginx holds answers back unless it is told not to.
      response.header("X-Accel-Buffering", "no");
      OutputStream out = response.stream(OptionalLong.empty());
      if (!exchange.isHead()) {
        write(out, BEGIN);
        copy(reader, out);
      }
      out.close();
    } catch (StoreFailedException e) {
      log.error(
          "store failed path={} reason=\"{}\"", exchange.safePath(), LogText.of(e.getMessage()));
      response.abort();
    } catch (IOException | UncheckedIOException e) {
      log.debug(
          "stream broke off path={} reason=\"{}\"",
          exchange.safePath(),
          LogText.of(e.getMessage()));
      response.abort();
    }
  }

  /// Sends text that goes on without an end of its own.
  public static void send(HttpExchange exchange, HttpResponse response, Answer.Stream stream) {
    try {
      response.header("Content-Type", stream.contentType());
      response.header("Cache-Control", "no-store");
      response.header("X-Accel-Buffering", "no");
      OutputStream out = response.stream(OptionalLong.empty());
      if (!exchange.isHead()) {
        stream.body().writeTo(out);
      }
      out.close();
    } catch (IOException | UncheckedIOException e) {
      log.debug(
          "stream broke off path={} reason=\"{}\"",
          exchange.safePath(),
          LogText.of(e.getMessage()));
      response.abort();
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
