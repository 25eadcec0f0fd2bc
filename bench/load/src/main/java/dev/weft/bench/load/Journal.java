package dev.weft.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of rows of five numbers, written by one thread. What the columns mean, [Sent] and
/// [Received] say.
final class Journal implements AutoCloseable {

  static final int COLUMNS = 5;

  private static final int ROW = COLUMNS * Long.BYTES;
  private static final int ROWS = 1_000;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(ROW * ROWS).order(ByteOrder.LITTLE_ENDIAN);

  Journal(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  void add(long a, long b, long c, long d, long e) {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putLong(a).putLong(b).putLong(c).putLong(d).putLong(e);
  }

  void flush() {
    try {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write down what happened", e);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
    channel.close();
  }

  /// Takes a row.
  interface Row {
    void read(long a, long b, long c, long d, long e);
  }

  /// Reads the whole rows of a file that may still be growing.
  static void read(Path file, Row row) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer rows = ByteBuffer.allocateDirect(ROW * ROWS).order(ByteOrder.LITTLE_ENDIAN);
      while (in.read(rows) >= 0) {
        rows.flip();
        while (rows.remaining() >= ROW) {
          row.read(rows.getLong(), rows.getLong(), rows.getLong(), rows.getLong(), rows.getLong());
        }
        rows.compact();
      }
    }
  }
}
