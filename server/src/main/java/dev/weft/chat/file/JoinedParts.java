package dev.weft.chat.file;

import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.file.PartStore.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/// The bytes of parts, one part after the other. A part that is gone, or shorter than it was, was
/// replaced meanwhile: the stream is refused, so that no file is put together of less.
final class JoinedParts extends InputStream {

  private final FileContents contents;
  private final Iterator<Part> parts;
  private InputStream part = InputStream.nullInputStream();

  /// Bytes that the open part still has.
  private long left;

  JoinedParts(FileContents contents, List<Part> parts) {
    this.contents = contents;
    this.parts = parts.iterator();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (left == 0) {
      if (!parts.hasNext()) {
        return -1;
      }
      part.close();
      Part next = parts.next();
      part = contents.open(next.file()).orElseThrow(JoinedParts::changed);
      left = next.size();
    }
    int count = part.read(to, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw changed();
    }
    left -= count;
    return count;
  }

  private static RefusedException changed() {
    return new RefusedException(new Refusal.PartsChanged());
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
