package dev.weft.storage.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/// The write-ahead log beside a SQLite file, read without SQLite (sqlite.org/fileformat2.html,
/// 4.1).
public final class SqliteLog {

  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  private final Path log;

  private SqliteLog(Path log) {
    this.log = log;
  }

  /// The log of the database `file`, which need not exist.
  public static SqliteLog of(Path file) {
    return new SqliteLog(file.resolveSibling(file.getFileName() + "-wal"));
  }

  /// Whether there is more in it than its header.
  ///
  /// @throws IOException if it cannot be read
  public boolean hasFrames() throws IOException {
    return Files.exists(log) && Files.size(log) > HEADER;
  }

  /// Whether it has every page from `first` to `last`, counted from 1.
  boolean hasPages(long first, long last) throws IOException {
    if (!hasFrames()) {
      return false;
    }
    BitSet found = new BitSet();
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      SqliteHeader.readFully(channel, header, 0);
      long frame = FRAME_HEADER + (long) header.getInt(8);
      long salts = header.getLong(16);
      ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
      for (long at = HEADER; at + frame <= channel.size(); at += frame) {
        SqliteHeader.readFully(channel, head.clear(), at);
        // Behind the newest frame there may be some of a log before.
        if (head.getLong(8) != salts) {
          break;
        }
        long page = Integer.toUnsignedLong(head.getInt(0));
        if (page >= first && page <= last) {
          found.set((int) (page - first));
        }
      }
    }
    return found.cardinality() == last - first + 1;
  }
}
