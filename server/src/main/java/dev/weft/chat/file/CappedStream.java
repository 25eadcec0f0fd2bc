package dev.weft.chat.file;

import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Refuses a file at its first byte too many, so that nobody has to believe what a sender says
/// about its size.
final class CappedStream extends FilterInputStream {

  private long left;

  CappedStream(InputStream bytes, long max) {
    super(bytes);
    this.left = max;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    count(Math.max(count, 0));
    return count;
  }

  private void count(int bytes) {
    left -= bytes;
    if (left < 0) {
      throw new RefusedException(new Refusal.FileTooLarge());
    }
  }
}
