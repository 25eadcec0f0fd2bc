package dev.weft.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.weft.receiver.Attempt;
import dev.weft.receiver.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Callbacks as they arrive, for pages that watch: server-sent events, the newest ones again for
/// whoever comes later.
final class DemoFeed implements HttpHandler {

  /// What a page gets that comes late, and what may wait for a slow one.
  private static final int MAX_KEPT = 100;

  /// A connection that says nothing is found dead by what is written to it.
  private static final int SILENT_SECONDS = 15;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Clock clock;
  private final List<String> kept = new ArrayList<>();
  private final List<BlockingQueue<String>> readers = new ArrayList<>();
  private long number;

  DemoFeed(Clock clock) {
    this.clock = clock;
  }

  /// @param securityHolds whether the vendor's MD5 signature holds; the other one does, or the
  ///   callback would not be here
  synchronized void add(Envelope envelope, Attempt attempt, boolean securityHolds) {
    long now = clock.millis();
    Instant event = envelope.timestamp();
    ObjectNode arrival = JSON.createObjectNode();
    arrival.put("number", ++number);
    arrival.put("operation", DemoScreen.word(attempt.change()));
    arrival.put("at", now);
    arrival.put("age", event == null ? 0 : Math.max(0, now - event.toEpochMilli()));
    arrival.put("md5", securityHolds);
    arrival.set("body", JSON.readTree(envelope.body().toString()));
    String line = arrival.toString();
    kept.add(line);
    if (kept.size() > MAX_KEPT) {
      kept.removeFirst();
    }
    // A page that does not read misses some, and finds the newest when it is loaded again.
    readers.forEach(reader -> reader.offer(line));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    BlockingQueue<String> lines = open();
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
      exchange.getResponseHeaders().add("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (true) {
        String line = lines.poll(SILENT_SECONDS, TimeUnit.SECONDS);
        String event = line == null ? ":\n\n" : "data: " + line + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(lines);
    }
  }

  private synchronized BlockingQueue<String> open() {
    BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_KEPT);
    lines.addAll(kept);
    readers.add(lines);
    return lines;
  }

  private synchronized void close(BlockingQueue<String> lines) {
    readers.remove(lines);
  }
}
