package dev.weft.web.http;

import dev.weft.web.http.wire.BodySink;
import dev.weft.web.http.wire.MalformedRequestException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of a request, between the event loop that receives it and the handler that reads it. No
/// more than a window of it is held; then the client has to wait until the handler has read on.
///
/// The event loop calls [#take], [#end] and [#fail]; everything else is for the handler.
public final class RequestBody extends InputStream implements BodySink {

  private static final byte[] EMPTY = {};
  private static final int FIRST = 4 * 1024;

  private static final String NO_ROOM = "The server has no memory for this body at present.";

  private final ByteBudget.Lease lease;
  private final int window;
  private final long max;
  private final long expected;
  private final Runnable wanted;
  private byte[] buffer = EMPTY;
  private int start;
  private int end;
  private long received;
  private boolean ended;
  private boolean unwanted;
  private boolean asked;
  private @Nullable RequestBodyException failure;

  /// @param window bytes held at one time
  /// @param max bytes of the whole body
  /// @param expected its length, negative if it is not known
  /// @param wanted tells the event loop that the handler waits for bytes
  RequestBody(ByteBudget.Lease lease, int window, long max, long expected, Runnable wanted) {
    this.lease = lease;
    this.window = window;
    this.max = max;
    this.expected = expected;
    this.wanted = wanted;
  }

  @Override
  public synchronized int take(ByteBuf in, int most) throws MalformedRequestException {
    if (unwanted) {
      in.skipBytes(most);
      received += most;
      return most;
    }
    int count = Math.min(most, window - (end - start));
    if (count > 0) {
      if (received + count > max) {
        throw new MalformedRequestException(
            413, "Request body is too large, the limit is " + max + " bytes.");
      }
      makeRoom(count);
      in.readBytes(buffer, end, count);
      end += count;
      received += count;
      notifyAll();
    }
    return count;
  }

  private void makeRoom(int count) throws MalformedRequestException {
    int held = end - start;
    if (buffer.length - end >= count) {
      return;
    }
    if (buffer.length - held >= count) {
      System.arraycopy(buffer, start, buffer, 0, held);
    } else {
      // A short body gets exactly the memory it needs, and is then handed over without a copy.
      int size =
          expected >= 0 && expected <= window
              ? (int) expected
              : Math.min(window, Math.max(FIRST, Math.max(2 * buffer.length, held + count)));
      if (!lease.take(size - buffer.length)) {
        throw new MalformedRequestException(503, NO_ROOM);
      }
      byte[] larger = new byte[size];
      System.arraycopy(buffer, start, larger, 0, held);
      buffer = larger;
    }
    start = 0;
    end = held;
  }

  /// All of it has come.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// The rest will never come.
  synchronized void fail(RequestBodyException reason) {
    if (!ended && failure == null) {
      failure = reason;
      notifyAll();
    }
  }

  /// Whether all of it has come.
  synchronized boolean isComplete() {
    return ended;
  }

  /// Whether the handler should begin: everything is there, or as much as is held at one time.
  synchronized boolean isReadable() {
    return ended || end - start >= window;
  }

  synchronized boolean hasRoom() {
    return unwanted || end - start < window;
  }

  synchronized long received() {
    return received;
  }

  synchronized boolean isAsked() {
    return asked;
  }

  /// From here on whatever comes is dropped.
  synchronized void drop() {
    unwanted = true;
    lease.give(buffer.length);
    buffer = EMPTY;
    start = 0;
    end = 0;
    notifyAll();
  }

  /// Says to whom the memory for this body is counted.
  ///
  /// @throws RequestBodyException 503 if they have too much of it already
  public void belongsTo(Object owner) throws RequestBodyException {
    if (!lease.belongsTo(owner)) {
      throw new RequestBodyException(503, NO_ROOM);
    }
  }

  /// Takes memory that is given back when the request has been answered.
  ///
  /// @throws RequestBodyException 503 if there is none
  public void reserve(long bytes) throws RequestBodyException {
    if (!lease.take(bytes)) {
      throw new RequestBodyException(503, NO_ROOM);
    }
  }

  /// Waits for bytes, the end or a failure.
  private boolean awaitBytes() throws IOException {
    while (start == end && !ended) {
      if (failure != null) {
        throw Objects.requireNonNull(failure);
      }
      if (unwanted) {
        throw new IOException("the body was closed");
      }
      asked = true;
      wanted.run();
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("reading the body took too long");
      }
    }
    return start < end;
  }

  @Override
  public synchronized int read() throws IOException {
    return awaitBytes() ? buffer[start++] & 0xff : -1;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      return 0;
    }
    if (!awaitBytes()) {
      return -1;
    }
    int count = Math.min(length, end - start);
    System.arraycopy(buffer, start, to, offset, count);
    start += count;
    return count;
  }

  /// All of it, if it has come already and is held as one array; then there is nothing to copy.
  public synchronized byte @Nullable [] whole() {
    boolean all = ended && received == end - start;
    if (!all) {
      return null;
    }
    byte[] bytes = buffer.length == end ? buffer : Arrays.copyOfRange(buffer, start, end);
    start = end;
    return bytes;
  }

  @Override
  public synchronized int available() {
    return end - start;
  }
}
