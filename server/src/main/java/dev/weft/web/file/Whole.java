package dev.weft.web.file;

import dev.weft.tx.StoreFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Files as they go out: to their last byte.
final class Whole {

  private Whole() {}

  /// Writes a file, and closes it. A file that is shorter than it was must end in a broken
  /// connection, not in a client that waits for the rest.
  static void write(InputStream bytes, Object id, long size, OutputStream out) throws IOException {
    try (bytes) {
      if (bytes.transferTo(out) != size) {
        throw new StoreFailedException(
            "the file " + id + " has another size than when it was uploaded", new EOFException());
      }
    }
  }
}
