package dev.weft.bench.systems;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How often a second this disk makes a small append durable: no system that waits for the disk
/// once for each message can be faster.
public final class FsyncRate {

  private static final int BYTES = 4_096;

  private FsyncRate() {}

  /// Runs it.
  ///
  /// @param arguments folder, milliseconds
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]).resolve("fsync");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      IO.println("begin");
      Repeat.done(
          Repeat.count(
              Long.parseLong(arguments[1]),
              () -> {
                channel.write(ByteBuffer.allocate(BYTES));
                channel.force(false);
                return 1;
              }));
    }
  }
}
