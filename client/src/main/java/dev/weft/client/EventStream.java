package dev.weft.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.receiver.http.HttpStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Server-sent events. One reader at a time; another thread may close it to end the reading.
public final class EventStream implements AutoCloseable {

  /// One line: a callback and room for `ext`.
  private static final int MAX_LINE = 4 * 1024 * 1024;

  /// One event.
  ///
  /// @param id the cursor to go on after; that of the event before if it has none of its own
  /// @param type `callback`, or `message` if the server names none
  public record Event(String id, String type, String data) {}

  private final HttpStream stream;
  private final InputStream in;
  private String lastId = "";

  EventStream(HttpStream stream) {
    this.stream = stream;
    this.in = new BufferedInputStream(stream.body());
  }

  /// The next event; null when the server has ended the stream. Comments are passed over: they show
  /// that the connection lives.
  ///
  /// @throws IOException if the connection breaks, or nothing comes for the client's timeout
  public @Nullable Event next() throws IOException {
    String type = "message";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (any) {
          return new Event(lastId, type, data.toString());
        }
        type = "message";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> lastId = value;
        case "event" -> type = value;
        case "data" -> {
          data.append(any ? "\n" : "").append(value);
          any = true;
        }
        default -> {
          // A comment, or something newer.
        }
      }
    }
    return null;
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (line.size() > MAX_LINE) {
        throw new IOException("an event is longer than " + MAX_LINE + " bytes");
      }
      line.write(c);
    }
    String text = line.toString(UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
