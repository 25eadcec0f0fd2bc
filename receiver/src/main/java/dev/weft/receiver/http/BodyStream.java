package dev.weft.receiver.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/// The body of an answer: of a known length, in chunks, or until the connection ends. One that is
/// cut off is an error, not an end.
final class BodyStream extends InputStream {

  private final InputStream in;
  private final boolean chunked;
  private final boolean untilClose;

  /// Bytes left of the body, or of the chunk.
  private long left;

  private boolean atEnd;
  private boolean firstChunk = true;

  private BodyStream(InputStream in, boolean chunked, boolean untilClose, long left) {
    this.in = in;
    this.chunked = chunked;
    this.untilClose = untilClose;
    this.left = left;
    this.atEnd = !chunked && !untilClose && left == 0;
  }

  static BodyStream of(String method, ResponseHead head, InputStream in) throws IOException {
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return new BodyStream(in, false, false, 0);
    }
    if (head.isChunked()) {
      return new BodyStream(in, true, false, 0);
    }
    @Nullable Long length = head.length();
    return length == null
        ? new BodyStream(in, false, true, 0)
        : new BodyStream(in, false, false, length);
  }

  /// Whether the connection is at the beginning of the next answer.
  boolean isAtEnd() {
    return atEnd && !untilClose;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !atEnd) {
      nextChunk();
    }
    if (atEnd) {
      return -1;
    }
    int wanted = untilClose ? length : (int) Math.min(length, left);
    int read = in.read(bytes, offset, wanted);
    if (read < 0) {
      if (!untilClose) {
        throw new EOFException("the server broke off its answer");
      }
      atEnd = true;
      return -1;
    }
    if (!untilClose) {
      left -= read;
      atEnd = left == 0 && !chunked;
    }
    return read;
  }

  private void nextChunk() throws IOException {
    if (!firstChunk && !ResponseHead.line(in).isEmpty()) {
      throw new ProtocolException("a chunk of the answer has another length than it says");
    }
    firstChunk = false;
    String size = ResponseHead.line(in);
    int semicolon = size.indexOf(';');
    String digits = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
    if (!digits.matches("[0-9a-fA-F]{1,15}")) {
      throw new ProtocolException("a chunk of the answer has no readable length");
    }
    left = Long.parseLong(digits, 16);
    if (left == 0) {
      // Trailers; bounded like a head.
      for (int lines = 0; !ResponseHead.line(in).isEmpty(); lines++) {
        if (lines > 1_000) {
          throw new ProtocolException("the answer has trailers without end");
        }
      }
      atEnd = true;
    }
  }
}
