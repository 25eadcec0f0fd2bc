package dev.weft.web.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is sent piece by piece. A writer waits while the client has not taken
/// what was written before.
final class ResponseStream extends OutputStream {

  enum Framing {
    CHUNKED,
    PLAIN,
    /// What is written is dropped: the answer to HEAD, or a status without a body.
    NO_BODY
  }

  private static final int PIECE = 16 * 1024;

  /// What one answer may have in memory, beside one piece.
  private static final int MAX_UNSENT = 128 * 1024;

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final Framing framing;
  private final Runnable ended;
  private final byte[] piece = new byte[PIECE];
  private final Object lock = new Object();
  private int filled;
  private long left;
  private boolean closed;
  private int unsent;
  private @Nullable Throwable failure;

  /// @param length bytes that will be written; empty if that is not known
  /// @param ended runs when all of it has been handed over
  ResponseStream(Connection connection, Framing framing, OptionalLong length, Runnable ended) {
    this.connection = connection;
    this.framing = framing;
    this.left = length.orElse(Long.MAX_VALUE);
    this.ended = ended;
  }

  void sendHead(byte[] head) throws IOException {
    hand(head);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (closed) {
      throw new IOException("the answer is complete");
    }
    if (length > left) {
      throw new IOException("the answer is longer than its head says");
    }
    if (left != Long.MAX_VALUE) {
      left -= length;
    }
    int from = offset;
    int rest = length;
    while (rest > 0) {
      int count = Math.min(rest, PIECE - filled);
      System.arraycopy(bytes, from, piece, filled, count);
      filled += count;
      from += count;
      rest -= count;
      if (filled == PIECE) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    int count = filled;
    filled = 0;
    if (count > 0 && framing != Framing.NO_BODY) {
      hand(framing == Framing.CHUNKED ? chunk(count) : Arrays.copyOf(piece, count));
    }
  }

  private byte[] chunk(int count) {
    byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = Arrays.copyOf(size, size.length + count + 2);
    System.arraycopy(piece, 0, chunk, size.length, count);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }

  /// Hands bytes to the event loop, and waits if it has too many already.
  private void hand(byte[] bytes) throws IOException {
    synchronized (lock) {
      unsent += bytes.length;
    }
    if (!connection.output().execute(() -> send(bytes))) {
      throw new IOException("the server has stopped");
    }
    synchronized (lock) {
      while (unsent > MAX_UNSENT && failure == null) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("the client does not take the answer");
        }
      }
      if (failure != null) {
        throw new IOException("the client went away", failure);
      }
    }
  }

  private void send(byte[] bytes) {
    connection
        .output()
        .send(bytes)
        .addListener(future -> sent(bytes.length, future.isSuccess() ? null : future.cause()));
  }

  private void sent(int bytes, @Nullable Throwable why) {
    synchronized (lock) {
      unsent -= bytes;
      if (why != null) {
        failure = why;
      }
      lock.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    flush();
    if (framing != Framing.NO_BODY && left != 0 && left != Long.MAX_VALUE) {
      throw new IOException("the answer is shorter than its head says");
    }
    closed = true;
    if (framing == Framing.CHUNKED) {
      hand(LAST_CHUNK);
    }
    ended.run();
  }
}
