package dev.weft.outbound;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of one answer, read as it comes (RFC 9112, section 6). It ends where its framing says,
/// or throws.
final class AnswerBody extends InputStream {

  /// The length that a body has which ends with its connection.
  static final long UNTIL_CLOSED = -1;

  private final AnswerReader reader;
  private final boolean chunked;
  private long left;
  private boolean begun;
  private boolean ended;

  /// @param length bytes; [#UNTIL_CLOSED] if the answer does not say
  AnswerBody(AnswerReader reader, boolean chunked, long length) {
    this.reader = reader;
    this.chunked = chunked;
    this.left = chunked ? 0 : length;
    this.ended = !chunked && length == 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    if (!ended && chunked && left == 0) {
      left = reader.nextChunk(begun);
      begun = true;
      ended = left == 0;
    }
    if (ended) {
      return -1;
    }
    try {
      int count = reader.copy(to, offset, left == UNTIL_CLOSED ? most : (int) Math.min(most, left));
      if (left != UNTIL_CLOSED) {
        left -= count;
        ended = left == 0 && !chunked;
      }
      return count;
    } catch (EOFException e) {
      if (left != UNTIL_CLOSED) {
        throw e;
      }
      ended = true;
      return -1;
    }
  }
}
