package dev.weft;

import dev.weft.config.BadSettingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder a server keeps everything in. One server at a time: it holds the lock.
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /// Creates the folder if it is missing and takes its lock.
  ///
  /// @throws BadSettingException if it cannot be written to, or another server holds it
  static DataFolder open(Path path) {
    FileChannel channel;
    try {
      Files.createDirectories(path);
      channel =
          FileChannel.open(
              path.resolve("weft.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new BadSettingException(
          "cannot write to the data folder " + path + ": make it writable or give --data another");
    }
    if (!isLocked(channel)) {
      throw new BadSettingException(
          "another server is using the data folder "
              + path
              + ": stop it or give --data another folder");
    }
    return new DataFolder(path, channel);
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException | java.nio.channels.OverlappingFileLockException e) {
      return false;
    }
  }

  Path files() {
    return path.resolve("files");
  }

  Path database() {
    return path.resolve("weft.db");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
