package dev.weft.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.TreeSet;

/// What of one file is on the disk, as far as fsync has promised. The file itself is what the
/// operating system shows; when the power is cut, only this is left, and of what was written since
/// the last fsync any part.
///
/// It is kept in a file beside the data folder, so that it outlives the process as a disk does.
final class DiskImage {

  private static final int PAGE = 4096;
  private static final int SECTOR = 512;

  private final Path shown;
  private final Path durable;
  private final TreeSet<Long> dirty = new TreeSet<>();

  private DiskImage(Path shown, Path durable) {
    this.shown = shown;
    this.durable = durable;
  }

  static DiskImage of(Path shown, Path folder) throws IOException {
    Path durable = folder.resolve(shown.getFileName());
    if (!Files.exists(durable)) {
      Files.copy(shown, durable);
    }
    return new DiskImage(shown, durable);
  }

  void written(long offset, long length) {
    for (long page = offset / PAGE; page * PAGE < offset + length; page++) {
      dirty.add(page);
    }
  }

  /// fsync succeeded.
  void synced() throws IOException {
    try (FileChannel from = FileChannel.open(shown, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(durable, StandardOpenOption.WRITE)) {
      for (long page : dirty) {
        copy(from, to, page, PAGE);
      }
      if (to.size() > from.size()) {
        to.truncate(from.size());
      }
    }
    dirty.clear();
  }

  /// fsync failed: what Linux does then is to forget that these pages were not written. The next
  /// fsync succeeds and does not write them.
  void syncFailed() {
    dirty.clear();
  }

  /// The power is cut: puts what is on the disk in the file's place. Of pages that were being
  /// written some have come through, some have not, some in part.
  void cut(Random random) throws IOException {
    try (FileChannel from = FileChannel.open(shown, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(durable, StandardOpenOption.WRITE)) {
      for (long page : dirty) {
        switch (random.nextInt(3)) {
          case 0 -> copy(from, to, page, PAGE);
          case 1 -> copy(from, to, page, random.nextInt(PAGE / SECTOR) * SECTOR);
          default -> {}
        }
      }
    }
    Files.copy(durable, shown, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copy(FileChannel from, FileChannel to, long page, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && from.read(bytes, page * PAGE + bytes.position()) > 0) {}
    bytes.flip();
    while (bytes.hasRemaining()) {
      to.write(bytes, page * PAGE + bytes.position());
    }
  }
}
