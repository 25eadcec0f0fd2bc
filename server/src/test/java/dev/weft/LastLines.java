package dev.weft;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// A stream that hands on what is written to it and remembers the last lines.
final class LastLines extends OutputStream {

  private static final int MAX_LINE_BYTES = 2_000;

  private final PrintStream next;
  private final int max;
  private final PrintStream stream = new PrintStream(this, true, StandardCharsets.UTF_8);
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LastLines(PrintStream next, int max) {
    this.next = next;
    this.max = max;
  }

  PrintStream stream() {
    return stream;
  }

  synchronized String text() {
    return String.join("\n", lines);
  }

  @Override
  public synchronized void write(int value) {
    next.write(value);
    keep(value);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    next.write(bytes, from, length);
    for (int i = from; i < from + length; i++) {
      keep(bytes[i]);
    }
  }

  @Override
  public void flush() {
    next.flush();
  }

  private void keep(int value) {
    if (value == '\n') {
      lines.add(line.toString(StandardCharsets.UTF_8));
      line.reset();
      if (lines.size() > max) {
        lines.remove();
      }
    } else if (line.size() < MAX_LINE_BYTES) {
      line.write(value);
    }
  }
}
