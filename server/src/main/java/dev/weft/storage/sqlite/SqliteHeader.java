package dev.weft.storage.sqlite;

import dev.weft.tx.StoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// The first 100 bytes of a SQLite file, read without SQLite: SQLite would put a write-ahead log
/// that it finds into any file that stands beside it (sqlite.org/fileformat2.html, 1.3 and 4.5).
///
/// @param pageSize in bytes
/// @param pages how many the file had when it was last brought up to date
/// @param installation whose file it is (`application_id`); 0 before a server has started on it
/// @param starts how often a server has started on it (`user_version`)
public record SqliteHeader(int pageSize, long pages, int installation, int starts) {

  private static final int LENGTH = 100;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /// Reads the header of `file`; empty if there is no such file, or nothing in it.
  ///
  /// @throws StoreFailedException if it is no SQLite file
  /// @throws IOException if it cannot be read
  public static Optional<SqliteHeader> read(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.allocate(LENGTH);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      readFully(channel, head, 0);
    }
    if (head.hasRemaining() || !Arrays.equals(head.array(), 0, 16, MAGIC, 0, 16)) {
      throw new StoreFailedException(
          file + " is no SQLite database", new IOException("no header of SQLite"));
    }
    int size = Short.toUnsignedInt(head.getShort(16));
    // The size of the file in bytes 28 to 31 holds if whoever wrote last knew of them.
    boolean counted = head.getInt(24) == head.getInt(92);
    return Optional.of(
        new SqliteHeader(
            size == 1 ? 65_536 : size,
            counted ? Integer.toUnsignedLong(head.getInt(28)) : 0,
            head.getInt(68),
            head.getInt(60)));
  }

  static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        return;
      }
      at += count;
    }
  }

  /// Whether pages are missing at the end of `file` that its write-ahead log does not have either.
  /// A checkpoint that was broken off leaves such a file, but never without its log.
  ///
  /// @throws IOException if it cannot be read
  public boolean isTruncated(Path file) throws IOException {
    long there = Files.size(file) / pageSize;
    return there < pages && !SqliteLog.of(file).hasPages(there + 1, pages);
  }
}
